package org.plaincqrs.command;

import org.jspecify.annotations.Nullable;

/**
 * Handles one class of commands. Called by many threads at once, and again after a conflict, so it
 * changes nothing but through its repositories or its unit of work.
 *
 * @param <C> the command
 * @param <R> what it answers
 */
@FunctionalInterface
public interface ICommandHandler<C extends ICommand<R>, R extends @Nullable Object> {
  /**
   * Does what the command asks for.
   *
   * @throws Exception to reject it; nothing of it stays then
   */
  R handle(C command) throws Exception;
}
