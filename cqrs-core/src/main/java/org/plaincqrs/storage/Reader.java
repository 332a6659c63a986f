package org.plaincqrs.storage;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.Identifiers;

/**
 * One part of one build of a subscription: what a single node runs at a time, and whose checkpoint
 * it moves.
 *
 * @param subscription the name of the subscription
 * @param build counts how often it was built from the beginning, from 1; builds stand side by side
 * @param version of the definition that the build is made by
 * @param part which part, from 0
 * @param parts into how many parts the build is split
 * @param active whether it is the build whose effects count; of a subscription one build is
 * @param paused whether it is to stand still
 * @param position of its checkpoint
 * @param epoch how often it has changed hands or was set elsewhere
 * @param node that runs it; null when none does, or that node's term is over
 * @param status what that node says about it, for others to read
 */
public record Reader(
    String subscription,
    int build,
    int version,
    int part,
    int parts,
    boolean active,
    boolean paused,
    long position,
    long epoch,
    @Nullable String node,
    String status) {
  /** Leaves room for what the names of builds, parts and dead letters add. */
  private static final int LONGEST_NAME = 200;

  /** Checks the name and the numbers. */
  public Reader {
    checkName(subscription);
    if (build < 1 || version < 1 || parts < 1 || part < 0 || part >= parts) {
      throw new IllegalArgumentException(
          "Build "
              + build
              + ", version "
              + version
              + ", part "
              + part
              + " of "
              + parts
              + " of subscription '"
              + subscription
              + "' can't be; builds, versions and parts count from 1, the number of a part from 0.");
    }
  }

  /** One that was never run. */
  public static Reader fresh(
      String subscription, int build, int version, int part, int parts, long position) {
    return new Reader(
        subscription, build, version, part, parts, build == 1, false, position, 0, null, "");
  }

  /** Refuses a name that no subscription can have. */
  public static void checkName(String subscription) {
    Identifiers.check("subscription", subscription);
    if (subscription.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "The name of subscription '"
              + subscription
              + "' is "
              + subscription.length()
              + " characters long; give at most "
              + LONGEST_NAME
              + ".");
    }
    if (subscription.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "Subscription '"
              + subscription
              + "' has a '#' in its name, which is kept for its builds.");
    }
  }

  /**
   * Under what its checkpoint is kept: the subscription's name for its first build, so that an
   * inline view can come to follow and the other way round.
   */
  public String owner() {
    return built(subscription, build) + (parts == 1 ? "" : "#" + part + "of" + parts);
  }

  /** What a build's documents are called: the name itself for the first. */
  public static String built(String name, int build) {
    return build == 1 ? name : name + "#" + build;
  }
}
