/** The commit: waiting commits share one transaction, and each gets its own verdict. */
@NullMarked
package org.plaincqrs.jdbc.internal.commit;

import org.jspecify.annotations.NullMarked;
