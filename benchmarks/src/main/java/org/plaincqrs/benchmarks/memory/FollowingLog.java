package org.plaincqrs.benchmarks.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.plaincqrs.Cqrs;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;

/**
 * A keyed view that follows a log in memory from its beginning to its end: a million events of a
 * thousand keys. The floor folds the same events from a list into a HashMap. The heap is touched
 * beforehand: what the operating system takes for a page of it is not the point.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 5)
@Fork(
    value = 3,
    jvmArgs = {"-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch"})
@State(Scope.Benchmark)
public class FollowingLog {
  private static final int EVENTS = 1_000_000;
  private static final int KEYS = 1_000;
  private static final int AT_ONCE = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final InMemoryStorage log = new InMemoryStorage();
  private final List<Deposited> events = new ArrayList<>(EVENTS);

  /** A row of the view. */
  record Balance(String account, long cents) {
    private static final DocumentType<Balance, String> TYPE =
        DocumentType.of("balances", Balance.class, String.class);

    private static Balance plus(@Nullable Balance before, Deposited event) {
      return new Balance(event.account(), (before == null ? 0 : before.cents) + event.cents());
    }
  }

  /** Fills both. */
  @Setup
  public void fill() {
    for (int i = 0; i < EVENTS; i++) {
      events.add(new Deposited("account-" + i % KEYS, i));
    }
    try (Cqrs cqrs =
        Cqrs.on(log)
            .events(Deposited.class)
            .execute(
                Deposit.class,
                (command, work) -> {
                  int from = (int) command.cents();
                  events
                      .subList(from, from + AT_ONCE)
                      .forEach(event -> work.append(event.account(), event));
                })
            .build()) {
      for (int i = 0; i < EVENTS; i += AT_ONCE) {
        cqrs.send(new Deposit(ICommand.newId(), "", i));
      }
    }
  }

  /** The floor. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Object hashMap() {
    Map<String, Balance> balances = new HashMap<>();
    for (Deposited event : events) {
      balances.compute(event.account(), (account, before) -> Balance.plus(before, event));
    }
    return balances;
  }

  /** A view in a store of its own, until it has seen the last event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Object view() {
    Projection<Balance, String> balances =
        Projection.into(Balance.TYPE)
            .on(Deposited.class, Deposited::account, Balance::plus)
            .build();
    try (Cqrs cqrs =
        Cqrs.on(log).events(Deposited.class).follow(balances, new InMemoryStorage()).build()) {
      cqrs.await(balances, EVENTS, PATIENCE);
      return cqrs.view(balances).count();
    }
  }
}
