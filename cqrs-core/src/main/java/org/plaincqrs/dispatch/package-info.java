/**
 * What commands and queries share on their way to a handler: the interceptor chain and the
 * ready-made interceptors. Knows no unit of work and no storage.
 */
@NullMarked
package org.plaincqrs.dispatch;

import org.jspecify.annotations.NullMarked;
