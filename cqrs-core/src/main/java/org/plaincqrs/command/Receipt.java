package org.plaincqrs.command;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a command, and where in the log it left off.
 *
 * @param <R> what the handler answers
 * @param result what the handler answered; on a duplicate, what it answered the first time
 * @param position a view that has reached this position has seen everything the command did
 * @param duplicate whether the command had been handled before, so that nothing was done now
 */
public record Receipt<R extends @Nullable Object>(R result, long position, boolean duplicate) {}
