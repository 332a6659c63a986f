package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscriber that asks only when a test says so, and keeps what it hears in order. */
final class Listener<T> implements Flow.Subscriber<T> {
  private static final Duration NOTHING = Duration.ofMillis(150);

  private final LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription subscription;

  /** A new one to {@code publisher}, that has asked for nothing. */
  static <T> Listener<T> to(Flow.Publisher<T> publisher) {
    Listener<T> listener = new Listener<>();
    publisher.subscribe(listener);
    return listener;
  }

  private record Completion() {}

  Listener<T> request(long answers) {
    Objects.requireNonNull(subscription).request(answers);
    return this;
  }

  Listener<T> requestAll() {
    return request(Long.MAX_VALUE);
  }

  void cancel() {
    Objects.requireNonNull(subscription).cancel();
  }

  /** What is heard next: an answer or a failure. */
  Object next() throws InterruptedException {
    return Objects.requireNonNull(
        heard.poll(Notes.SOON.toSeconds(), TimeUnit.SECONDS), "Nothing was heard.");
  }

  /** Hears answers until {@code last} comes, and that they are no more than {@code most}. */
  void hearsUpTo(T last, int most) throws InterruptedException {
    int count = 1;
    while (!next().equals(last)) {
      count++;
    }
    assertThat(count).isLessThanOrEqualTo(most);
  }

  void hears(Object... all) throws InterruptedException {
    for (Object each : all) {
      assertThat(next()).isEqualTo(each);
    }
  }

  void hearsTheEnd() throws InterruptedException {
    hears(new Completion());
  }

  void hearsNothing() throws InterruptedException {
    assertThat(heard.poll(NOTHING.toMillis(), TimeUnit.MILLISECONDS)).isNull();
  }

  @Override
  public void onSubscribe(Flow.Subscription to) {
    subscription = to;
  }

  @Override
  public void onNext(T answer) {
    heard.add(answer);
  }

  @Override
  public void onError(Throwable failure) {
    heard.add(failure);
  }

  @Override
  public void onComplete() {
    heard.add(new Completion());
  }
}
