package org.plaincqrs.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.plaincqrs.Cqrs;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.event.TimeOrderedId;
import org.plaincqrs.inmemory.InMemoryStorage;

/**
 * A command that appends one event, through the whole facade over memory: handler, unit of work,
 * commit, remembered command, receipt. The floor: two lists under a lock, with an id and a time. A
 * hundred thousand are timed together, on a store that begins empty, with room in the heap: what
 * the garbage collector does with what is kept is not the point.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 40)
@Measurement(iterations = 20)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-Xmn3g", "-XX:+AlwaysPreTouch"})
@State(Scope.Benchmark)
public class InMemoryBenchmark {
  record Deposit(UUID id, String account, long cents) implements ICommand<Void> {}

  record Deposited(String account, long cents) {}

  record Entry(UUID id, Instant time, String stream, int version, Object event) {}

  private static final int STREAMS = 1_000;
  private static final int COMMANDS = 100_000;

  private final String[] accounts = new String[STREAMS];
  private Cqrs cqrs;
  private ReentrantLock lock;
  private List<Entry> log;
  private Map<String, List<Entry>> streams;

  /** Empty stores. */
  @Setup(Level.Invocation)
  public void open() {
    for (int i = 0; i < STREAMS; i++) {
      accounts[i] = "account-" + i;
    }
    lock = new ReentrantLock();
    log = new ArrayList<>();
    streams = new HashMap<>();
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
      append(new Deposited(accounts[i % STREAMS], 1));
    }
    return log;
  }

  private void append(Deposited event) {
    lock.lock();
    try {
      List<Entry> stream = streams.computeIfAbsent(event.account(), key -> new ArrayList<>());
      Entry entry =
          new Entry(TimeOrderedId.next(), Instant.now(), event.account(), stream.size() + 1, event);
      stream.add(entry);
      log.add(entry);
    } finally {
      lock.unlock();
    }
  }

  /** The whole facade. */
  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public Object command() {
    for (int i = 0; i < COMMANDS; i++) {
      cqrs.send(new Deposit(ICommand.newId(), accounts[i % STREAMS], 1));
    }
    return cqrs;
  }
}
