package org.plaincqrs.jdbc.internal.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets those who wait at the same time do one thing together (flat combining, Hendler and others,
 * SPAA 2010): whoever comes first leads, takes all that wait by then, does the work for them, and
 * hands each its own outcome; the others sleep. There is no thread beside the callers', and no
 * timer: a lone caller leads at once and pays for no hand-over.
 *
 * <p>Invariants: {@code leading} is true exactly while one caller leads or has been told to. A
 * caller that is not done stands in the queue, or in the leader's hands. Before a leader steps back
 * it names the first that waits as the next; only when none waits is {@code leading} lowered, and
 * then looked at the queue once more, for who came in between.
 *
 * <p>An interrupt does not take a caller out, since its work may be half done already; the flag is
 * raised again when it leaves. The leader works with the flag lowered, for the sake of drivers that
 * close their file when interrupted.
 *
 * @param <T> the work
 * @param <R> its outcome
 */
final class GroupCommit<T, R> {
  /** What does the work. */
  interface Leader<T, R> {
    /** Does the work of several; the outcomes in their order, one for each. */
    List<R> doAll(List<T> works);
  }

  /** How heavy a piece of work is. */
  interface Weight<T> {
    long of(T work);
  }

  private static final class Waiting<T, R> {
    private final T work;
    private final long weighs;
    private final Thread thread = Thread.currentThread();
    private volatile boolean told;
    private volatile @Nullable R outcome;
    private volatile @Nullable Throwable failure;

    private Waiting(T work, long weighs) {
      this.work = work;
      this.weighs = weighs;
    }

    private boolean isDone() {
      return outcome != null || failure != null;
    }
  }

  private final Leader<T, R> leader;
  private final Weight<T> weight;
  private final int most;
  private final long heaviest;
  private final ConcurrentLinkedQueue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean leading = new AtomicBoolean();

  /**
   * Groups of at most {@code most} pieces of work and {@code heaviest} of weight; what is heavier
   * alone goes alone.
   */
  GroupCommit(Leader<T, R> leader, Weight<T> weight, int most, long heaviest) {
    this.leader = leader;
    this.weight = weight;
    this.most = most;
    this.heaviest = heaviest;
  }

  /**
   * Has the work done, by this thread or another.
   *
   * @return its outcome
   * @throws RuntimeException what the leader has thrown, with an Error the same
   */
  R submit(T work) {
    Waiting<T, R> own = new Waiting<>(work, weight.of(work));
    boolean interrupted = Thread.interrupted();
    queue.add(own);
    if (leading.compareAndSet(false, true)) {
      own.told = true;
    }
    while (own.told || !own.isDone()) {
      if (own.told) {
        own.told = false;
        lead(own);
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome(own);
  }

  private static <R> R outcome(Waiting<?, R> own) {
    R outcome = own.outcome;
    if (outcome != null) {
      return outcome;
    }
    if (own.failure instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException("The leader of a group of commits failed.", own.failure);
  }

  private void lead(Waiting<T, R> own) {
    try {
      List<Waiting<T, R>> group = new ArrayList<>();
      try {
        take(group);
        if (!group.isEmpty()) {
          hand(group, leader.doAll(works(group)));
        }
      } catch (RuntimeException | Error e) {
        fail(group, e);
      }
    } catch (Error e) {
      // No memory or stack even to begin: unless another has it, nothing was done for this caller.
      if (queue.remove(own)) {
        own.failure = e;
      }
    } finally {
      stepBack();
    }
  }

  private static <T, R> void fail(List<Waiting<T, R>> group, Throwable failure) {
    for (Waiting<T, R> each : group) {
      if (!each.isDone()) {
        each.failure = failure;
        LockSupport.unpark(each.thread);
      }
    }
  }

  private void take(List<Waiting<T, R>> group) {
    long weighs = 0;
    for (Waiting<T, R> next = queue.peek(); next != null; next = queue.peek()) {
      weighs += next.weighs;
      if (group.size() == most || (weighs > heaviest && !group.isEmpty())) {
        break;
      }
      group.add(next);
      queue.remove();
    }
  }

  private static <T, R> List<T> works(List<Waiting<T, R>> group) {
    List<T> works = new ArrayList<>(group.size());
    for (Waiting<T, R> each : group) {
      works.add(each.work);
    }
    return works;
  }

  private static <T, R> void hand(List<Waiting<T, R>> group, List<R> outcomes) {
    Thread own = Thread.currentThread();
    for (int i = 0; i < group.size(); i++) {
      Waiting<T, R> each = group.get(i);
      each.outcome = outcomes.get(i);
      if (each.thread != own) {
        LockSupport.unpark(each.thread);
      }
    }
  }

  private void stepBack() {
    do {
      Waiting<T, R> next = queue.peek();
      if (next != null) {
        next.told = true;
        LockSupport.unpark(next.thread);
        return;
      }
      leading.set(false);
    } while (queue.peek() != null && leading.compareAndSet(false, true));
  }
}
