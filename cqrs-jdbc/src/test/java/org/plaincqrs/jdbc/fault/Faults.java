package org.plaincqrs.jdbc.fault;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides which call fails, and how. Thread-safe. */
final class Faults {
  /** How a call fails. */
  enum Kind {
    /** Not done, then thrown. */
    BEFORE,
    /** Done, then thrown. */
    AFTER,
    /** As BEFORE, and the connection is dead. */
    DEAD_BEFORE,
    /** As AFTER, and the connection is dead. */
    DEAD_AFTER;

    boolean isDone() {
      return this == AFTER || this == DEAD_AFTER;
    }

    boolean isDead() {
      return this == DEAD_BEFORE || this == DEAD_AFTER;
    }
  }

  /** What really does a call. */
  interface Call {
    @Nullable Object run() throws Throwable;
  }

  /** What a connection that was hit does. */
  interface Victim {
    void die();
  }

  private final List<String> calls = new ArrayList<>();
  private final List<String> leftovers = new ArrayList<>();
  private @Nullable Kind kind;
  private int countdown;
  private @Nullable Random random;
  private int oneCallIn;
  private boolean hit;
  private boolean counting;
  private Predicate<String> target = call -> true;

  /** The {@code n}-th call from now on fails, from 1. */
  synchronized void arm(Kind newKind, int n) {
    arm(newKind, n, call -> true);
  }

  /** The {@code n}-th call that is a target fails. */
  synchronized void arm(Kind newKind, int n, Predicate<String> newTarget) {
    kind = newKind;
    countdown = n;
    hit = false;
    counting = true;
    target = newTarget;
    calls.clear();
  }

  /** From now on about one call in so many fails, in any way. */
  synchronized void armRandomly(Random newRandom, int oneIn) {
    random = newRandom;
    oneCallIn = oneIn;
  }

  synchronized void disarm() {
    kind = null;
    random = null;
    counting = false;
  }

  /** Whether the call that was to fail was reached. */
  synchronized boolean wasHit() {
    return hit;
  }

  /** The calls since the faults were armed, for messages. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** What was wrong with connections that were given back. */
  synchronized List<String> leftovers() {
    return List.copyOf(leftovers);
  }

  synchronized void leftover(String what) {
    leftovers.add(what);
  }

  @Nullable Object call(String name, Victim victim, Call call) throws Throwable {
    Kind now = kindFor(name);
    if (now == null) {
      return call.run();
    }
    if (now.isDone()) {
      call.run();
    }
    if (now.isDead()) {
      victim.die();
      throw new SQLException("Injected death of the connection", "08006");
    }
    throw new SQLException("Injected failure", "HY000");
  }

  private synchronized @Nullable Kind kindFor(String name) {
    if (counting) {
      calls.add(name);
    }
    if (random != null && random.nextInt(oneCallIn) == 0) {
      return Kind.values()[random.nextInt(Kind.values().length)];
    }
    if (kind == null || !target.test(name) || --countdown != 0) {
      return null;
    }
    hit = true;
    calls.add("^ " + kind);
    Kind now = kind;
    kind = null;
    return now;
  }
}
