/** Documents, their indexes and the checkpoints in tables. */
@NullMarked
package org.plaincqrs.jdbc.internal.document;

import org.jspecify.annotations.NullMarked;
