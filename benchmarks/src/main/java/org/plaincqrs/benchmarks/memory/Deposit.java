package org.plaincqrs.benchmarks.memory;

import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** The command that appends one event. */
public record Deposit(UUID id, String account, long cents) implements ICommand<Void> {}
