/**
 * The read side as applications ask it: queries, their bus, and keyed views behind {@link
 * org.plaincqrs.query.IReadRepository}. Never writes.
 */
@NullMarked
package org.plaincqrs.query;

import org.jspecify.annotations.NullMarked;
