package org.plaincqrs.benchmarks.events;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.SpscArrayQueue;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.plaincqrs.event.EventBus;

/**
 * Events from one thread to another: a hundred thousand at a time, until the last has arrived. The
 * queues hold 1,024, the executor's has no bound. The consumer of a blocking queue sleeps when
 * there is nothing, the one of JCTools' queues never does.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class HandOff {
  private static final int EVENTS = 100_000;
  private static final int CAPACITY = 1_024;
  private static final Paid EVENT = new Paid("account-1", 100);

  private final Counter counter = new PaidCounter();
  private ExecutorService consumer;
  private EventBus bus;
  private CountDownLatch arrived;

  /** Starts the consumer's thread. */
  @Setup
  public void start() {
    consumer = Executors.newSingleThreadExecutor();
    bus = EventBus.builder().subscribe(Paid.class, this::count).executor(consumer).build();
  }

  /** Ends it. */
  @TearDown
  public void stop() {
    consumer.shutdownNow();
  }

  private void count(Paid event) {
    counter.on(event);
    if (counter.count() % EVENTS == 0) {
      arrived.countDown();
    }
  }

  long count() {
    return counter.count();
  }

  /** A single-thread executor by hand. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void executor() throws InterruptedException {
    arrived = new CountDownLatch(1);
    for (int i = 0; i < EVENTS; i++) {
      consumer.execute(() -> count(EVENT));
    }
    arrived.await();
  }

  /** The event bus on such an executor. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void busOnExecutor() throws InterruptedException {
    arrived = new CountDownLatch(1);
    for (int i = 0; i < EVENTS; i++) {
      bus.publish(EVENT);
    }
    arrived.await();
  }

  /** ArrayBlockingQueue. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void arrayBlockingQueue() throws InterruptedException {
    arrived = new CountDownLatch(1);
    BlockingQueue<Paid> queue = new ArrayBlockingQueue<>(CAPACITY);
    consumer.submit(() -> takeAll(queue));
    for (int i = 0; i < EVENTS; i++) {
      queue.put(EVENT);
    }
    arrived.await();
  }

  private @Nullable Void takeAll(BlockingQueue<Paid> queue) throws InterruptedException {
    for (int i = 0; i < EVENTS; i++) {
      count(queue.take());
    }
    return null;
  }

  /** JCTools, one producer. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void spscQueue() throws InterruptedException {
    spin(new SpscArrayQueue<>(CAPACITY));
  }

  /** JCTools, made for many producers; here there is one. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void mpscQueue() throws InterruptedException {
    spin(new MpscArrayQueue<>(CAPACITY));
  }

  private void spin(Queue<Paid> queue) throws InterruptedException {
    arrived = new CountDownLatch(1);
    consumer.execute(() -> pollAll(queue));
    for (int i = 0; i < EVENTS; i++) {
      while (!queue.offer(EVENT)) {
        Thread.onSpinWait();
      }
    }
    arrived.await();
  }

  private void pollAll(Queue<Paid> queue) {
    for (int i = 0; i < EVENTS; i++) {
      Paid event = queue.poll();
      while (event == null) {
        Thread.onSpinWait();
        event = queue.poll();
      }
      count(event);
    }
  }
}
