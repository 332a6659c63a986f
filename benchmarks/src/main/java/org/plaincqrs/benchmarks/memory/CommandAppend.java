package org.plaincqrs.benchmarks.memory;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.plaincqrs.Cqrs;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.inmemory.InMemoryStorage;

/**
 * A command that appends one event, through the whole facade: handler, unit of work, commit,
 * remembered command, receipt. The floor appends the event alone.
 */
public class CommandAppend extends Appends {
  static final int COMMANDS = 100_000;

  private TwoLists lists;
  private Cqrs cqrs;

  /** Empty stores. */
  @Setup(Level.Invocation)
  public void open() {
    lists = new TwoLists();
    cqrs =
        Cqrs.on(new InMemoryStorage(Duration.ofDays(1)))
            .events(Deposited.class)
            .execute(
                Deposit.class,
                (c, work) -> work.append(c.account(), new Deposited(c.account(), c.cents())))
            .build();
  }

  /** Closes them. */
  @TearDown(Level.Invocation)
  public void close() {
    cqrs.close();
  }

  /** The floor. */
  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public Object twoLists() {
    for (int i = 0; i < COMMANDS; i++) {
      lists.append(stream(i), new Deposited(stream(i), 1));
    }
    return lists;
  }

  /** The whole facade. */
  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public Object command() {
    for (int i = 0; i < COMMANDS; i++) {
      cqrs.send(new Deposit(ICommand.newId(), stream(i), 1));
    }
    return cqrs;
  }
}
