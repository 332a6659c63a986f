package org.plaincqrs.inmemory.tck;

import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.plaincqrs.Cqrs;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.query.IQuery;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;

/**
 * The answers of a query against the rules of Reactive Streams. Each answer has the next commit
 * made, so that there is another one; after the last one the Cqrs is closed.
 *
 * <p>Ten of its tests are skipped by the TCK itself: seven rules that it says it can't test, and
 * three for publishers whose subscribers all get the same, which here each have their own answers.
 */
public class FollowedQueryTckTest extends FlowPublisherVerification<Long> {
  private static final long PATIENCE_MILLIS = 1_500;
  private static final long SILENCE_MILLIS = 50;

  /** Counts one on. */
  record Tick(UUID id) implements ICommand<Void> {}

  /** How often it has been counted. */
  record Ticks() implements IQuery<Long> {}

  private final ExecutorService ticking = Executors.newFixedThreadPool(4);
  private final Queue<Cqrs> open = new ConcurrentLinkedQueue<>();

  /** With time-outs that a busy machine keeps. */
  public FollowedQueryTckTest() {
    super(new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS), PATIENCE_MILLIS);
  }

  @Override
  public Flow.Publisher<Long> createFlowPublisher(long answers) {
    AtomicLong count = new AtomicLong();
    AtomicLong answered = new AtomicLong();
    Cqrs[] built = new Cqrs[1];
    built[0] =
        Cqrs.on(new InMemoryStorage())
            .execute(Tick.class, tick -> count.incrementAndGet())
            .query(
                Ticks.class,
                ticks -> {
                  Cqrs cqrs = built[0];
                  boolean last = answered.incrementAndGet() >= answers;
                  ticking.execute(last ? cqrs::close : () -> tick(cqrs));
                  return answered.get();
                })
            .build();
    open.add(built[0]);
    return built[0].follow(new Ticks());
  }

  private static void tick(Cqrs cqrs) {
    try {
      cqrs.send(new Tick(UUID.randomUUID()));
    } catch (IllegalStateException e) {
      // The test is over, and the Cqrs closed.
    }
  }

  @Override
  public Flow.Publisher<Long> createFailedFlowPublisher() {
    Cqrs cqrs = Cqrs.on(new InMemoryStorage()).query(Ticks.class, ticks -> 1L).build();
    cqrs.close();
    return cqrs.follow(new Ticks());
  }

  /** Closes what a test has opened. */
  @AfterMethod
  public void closeAll() {
    Cqrs next = open.poll();
    while (next != null) {
      next.close();
      next = open.poll();
    }
  }

  /** Ends the threads of the commits. */
  @AfterClass
  public void endThreads() {
    ticking.shutdownNow();
  }
}
