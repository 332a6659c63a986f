/** The dispatch table behind both buses. Internal: promises nothing to applications. */
@NullMarked
package org.plaincqrs.dispatch.internal;

import org.jspecify.annotations.NullMarked;
