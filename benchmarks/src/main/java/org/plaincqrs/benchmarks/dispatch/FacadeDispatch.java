package org.plaincqrs.benchmarks.dispatch;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.ICommandHandler;
import org.plaincqrs.inmemory.InMemoryStorage;

/**
 * The whole facade, with handlers that do nothing: unit of work, commit, remembered command,
 * receipt. Every command has an id of its own. The storage remembers a command for a millisecond,
 * less than it takes until the order begins again, so that remembering and forgetting balance and
 * no command is a repeat.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
public class FacadeDispatch extends Dispatch {
  private ICommand<Integer>[] commands;
  private Cqrs cqrs;

  /** Builds the facade and the order. */
  @Setup
  public void build() {
    Kinds<ICommand, ICommandHandler> kinds = Kinds.of(types, CommandDispatch.COMMANDS);
    CqrsBuilder builder = Cqrs.on(new InMemoryStorage(Duration.ofMillis(1)));
    for (int i = 0; i < types; i++) {
      ICommandHandler<ICommand<Integer>, Integer> handler = kinds.handlers().get(i);
      builder.handle((Class<ICommand<Integer>>) kinds.type(i), handler);
    }
    cqrs = builder.build();
    commands = inOrderEachNew(new ICommand[ORDER], kinds);
  }

  /** Closes it. */
  @TearDown
  public void close() {
    cqrs.close();
  }

  /** A command and its receipt. */
  @Benchmark
  public Object send(Turn turn) {
    return cqrs.send(commands[turn.next()]);
  }
}
