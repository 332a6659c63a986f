/**
 * Durable readers of the log with a checkpoint. First version: one process, one thread for all
 * followers.
 */
@NullMarked
package org.plaincqrs.subscription;

import org.jspecify.annotations.NullMarked;
