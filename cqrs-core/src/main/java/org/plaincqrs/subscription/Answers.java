package org.plaincqrs.subscription;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a query for one subscriber. One is computed only when it is asked for and
 * something has changed, so none waits anywhere to be sent and every one is the newest.
 *
 * <p>One thread at a time is in it: who raises {@code work} from 0 has it run, and it runs again
 * when the number was raised meanwhile. After the end it stays above 0. The state of the views is
 * noted before an answer is computed, so a change in between is seen as one that came after.
 */
final class Answers<R> implements Flow.Subscription, Runnable {
  private final LiveQuery<R> query;
  private final LiveQueries live;
  private final AtomicInteger work = new AtomicInteger(1);
  private final AtomicLong demand = new AtomicLong();
  private volatile Flow.@Nullable Subscriber<? super R> subscriber;
  private volatile @Nullable Throwable refusal;
  private volatile boolean ended;
  private volatile @Nullable List<Long> seen;
  private @Nullable R last;

  Answers(LiveQuery<R> query, Flow.Subscriber<? super R> subscriber) {
    this.query = query;
    this.subscriber = subscriber;
    live = query.live();
  }

  /** Introduces itself to the subscriber; before that has returned, nothing is sent. */
  void begin() {
    Flow.Subscriber<? super R> to = subscriber;
    if (!live.add(this)) {
      refusal = new IllegalStateException("This Cqrs is closed; its queries can't be followed.");
    }
    if (to != null) {
      guarded(() -> to.onSubscribe(this));
      if (refusal == null) {
        live.execute(this);
      } else {
        run();
      }
    }
  }

  @Override
  public void request(long answers) {
    if (answers < 1) {
      refusal =
          new IllegalArgumentException(
              answers + " answers were requested; request at least 1 (Reactive Streams 3.9).");
    } else {
      demand.accumulateAndGet(answers, Answers::sum);
    }
    wake();
  }

  private static long sum(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  @Override
  public void cancel() {
    release();
    if (work.getAndIncrement() == 0) {
      last = null;
    }
  }

  private void release() {
    subscriber = null;
    live.remove(this);
  }

  /** The names of the views that its query reads; none means all. */
  List<String> views() {
    return query.views();
  }

  /** No further answer comes. */
  void end() {
    ended = true;
    wake();
  }

  /** Something has moved, and the state of its views is this now. */
  void moved(List<Long> now) {
    if (demand.get() > 0 && !now.equals(seen)) {
      wake();
    }
  }

  private void wake() {
    if (subscriber != null && work.getAndIncrement() == 0) {
      live.execute(this);
    }
  }

  @Override
  public void run() {
    int done = work.get();
    Flow.Subscriber<? super R> to = subscriber;
    if (to != null) {
      send(to);
    }
    if (subscriber == null) {
      last = null;
    } else if (work.addAndGet(-done) > 0) {
      live.execute(this);
    }
  }

  private void send(Flow.Subscriber<? super R> to) {
    Throwable refused = refusal;
    if (refused != null) {
      fail(to, refused);
    } else if (ended) {
      complete(to);
    } else if (demand.get() > 0) {
      answer(to);
    }
  }

  private void answer(Flow.Subscriber<? super R> to) {
    List<Long> now = live.state(views());
    if (now.equals(seen)) {
      return;
    }
    Optional<R> answer;
    boolean same;
    try {
      answer = query.answer().get();
      same = answer.isPresent() && answer.get().equals(last);
    } catch (RuntimeException | Error e) {
      fail(to, e);
      return;
    }
    seen = now;
    if (answer.isEmpty()) {
      complete(to);
    } else if (!same && subscriber != null) {
      last = answer.get();
      demand.getAndUpdate(left -> left == Long.MAX_VALUE ? left : left - 1);
      guarded(() -> to.onNext(answer.get()));
    }
  }

  private void fail(Flow.Subscriber<? super R> to, Throwable failure) {
    if (subscriber != null) {
      release();
      guarded(() -> to.onError(failure));
    }
  }

  private void complete(Flow.Subscriber<? super R> to) {
    if (subscriber != null) {
      release();
      guarded(to::onComplete);
    }
  }

  /** A subscriber must not throw; one that does has cancelled. */
  private void guarded(Runnable signal) {
    try {
      signal.run();
    } catch (RuntimeException | Error e) {
      release();
      Quietly.warn("A subscriber to the answers of a query failed, and gets no further one", e);
    }
  }
}
