package org.plaincqrs.subscription;

/**
 * Hears of every change of a subscription's state on this node. Called by the threads that run
 * subscriptions: be quick. What it throws is logged, and changes nothing.
 */
@FunctionalInterface
public interface SubscriptionListener {
  /** A part of a subscription is in another state than before. */
  void changed(SubscriptionStatus status);
}
