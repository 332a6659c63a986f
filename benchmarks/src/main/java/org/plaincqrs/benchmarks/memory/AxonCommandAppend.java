package org.plaincqrs.benchmarks.memory;

import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.plaincqrs.command.ICommand;

/**
 * A command that appends one event by Axon: SimpleCommandBus, unit of work, event store in memory,
 * as shipped. The handler publishes by itself: an aggregate would have to be loaded first, for
 * which the engine reads everything it has.
 */
public class AxonCommandAppend extends Appends {
  private static final int COMMANDS = CommandAppend.COMMANDS;

  private CommandBus bus;
  private AxonStore store;
  private long handled;
  private final CommandCallback<Object, Object> callback =
      (command, result) -> {
        if (result.isExceptional()) {
          throw new IllegalStateException("A command failed.", result.exceptionResult());
        }
      };

  /** An empty store. */
  @Setup(Level.Invocation)
  public void open() {
    store = new AxonStore();
    handled = 0;
    bus = SimpleCommandBus.builder().build();
    bus.subscribe(Deposit.class.getName(), this::handle);
  }

  private Object handle(CommandMessage<?> message) {
    Deposit deposit = (Deposit) message.getPayload();
    long before = handled++ / STREAMS;
    store.append(deposit.account(), before, new Deposited(deposit.account(), deposit.cents()));
    return deposit;
  }

  /** The command bus. */
  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public Object command() {
    for (int i = 0; i < COMMANDS; i++) {
      Deposit deposit = new Deposit(ICommand.newId(), stream(i), 1);
      bus.dispatch(GenericCommandMessage.asCommandMessage(deposit), callback);
    }
    return store;
  }
}
