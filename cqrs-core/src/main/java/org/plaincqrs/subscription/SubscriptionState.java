package org.plaincqrs.subscription;

/** What a subscription is doing. */
public enum SubscriptionState {
  /** No node runs it, or the one that does has not begun. */
  NEW,
  /** It handles what was appended before. */
  CATCHING_UP,
  /** It has seen everything, and waits for more. */
  LIVE,
  /** Something failed, and is tried again. */
  RETRYING,
  /** It was told to stand still. */
  PAUSED,
  /** Something failed too often: it stands still until it is resumed or reset. */
  FAILED
}
