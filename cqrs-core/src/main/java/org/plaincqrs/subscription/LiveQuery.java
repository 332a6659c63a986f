package org.plaincqrs.subscription;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * A query whose answers can be followed; each subscriber has its own.
 *
 * @param live who wakes those who follow
 * @param answer computes an answer; empty when there can be no further one
 * @param views the names of the views that it is computed from; none means all
 */
record LiveQuery<R>(LiveQueries live, Supplier<Optional<R>> answer, List<String> views)
    implements Flow.Publisher<R> {
  @Override
  public void subscribe(Flow.Subscriber<? super R> subscriber) {
    new Answers<>(this, Objects.requireNonNull(subscriber, "The subscriber is null.")).begin();
  }
}
