/**
 * The facade {@link org.plaincqrs.Cqrs}: a few lines wire commands, events, views and queries over
 * a storage.
 */
@NullMarked
package org.plaincqrs;

import org.jspecify.annotations.NullMarked;
