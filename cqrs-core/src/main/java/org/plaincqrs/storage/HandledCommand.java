package org.plaincqrs.storage;

import java.lang.reflect.Type;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a command, so that sent twice it has its effect once and answers the same.
 *
 * @param id its id
 * @param command the command itself; two with one id are the same when they are equal as the
 *     storage writes them
 * @param answer the declared type of the result: how a stored one is read back
 * @param result what its handler returned
 */
public record HandledCommand(UUID id, Object command, Type answer, @Nullable Object result) {}
