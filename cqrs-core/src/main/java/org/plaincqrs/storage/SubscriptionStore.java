package org.plaincqrs.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where subscriptions stand, and which node runs what. A node is alive as long as it says so; all
 * times are on the storage's clock, so that the clocks of nodes don't matter. A reader's epoch and
 * checkpoint are moved by one compare-and-set each, so that a node that was taken for dead can
 * change nothing when it wakes up. Thread-safe.
 */
public interface SubscriptionStore {
  /** Who is alive and who runs what. */
  Roster roster();

  /**
   * A number that changes with every change that other nodes should look at: who comes and goes, a
   * reader made, freed, paused, set elsewhere, taken over or removed. Cheap to ask for.
   */
  long generation();

  /**
   * Says that a node is alive for another term; a node that is not known comes in.
   *
   * @param runs what it can run, as {@link Roster} has it
   */
  void beat(String node, Set<String> runs, Duration term);

  /** A node goes; what it runs is free at once. */
  void leave(String node);

  /** Adds those readers whose owners are not there yet. */
  void create(List<Reader> readers);

  /**
   * Takes a reader that no living node runs, and that nobody has changed since it was seen. Its
   * epoch grows by 1, so that nobody else can move its checkpoint any more.
   *
   * @return it as it is now; empty when another was faster
   */
  Optional<Reader> claim(Reader seen, String node);

  /** Frees a reader, unless another epoch has begun. */
  void release(Reader held);

  /**
   * Leaves word about a reader for others to read.
   *
   * @return false when another epoch has begun, so that nothing was written
   */
  boolean report(Reader held, String status);

  /** Has every reader of a subscription stand still, or go on. */
  void pause(String subscription, boolean paused);

  /** Sets a reader to a position, whoever runs it: a new epoch begins, and it is free. */
  void reset(Reader reader, long position);

  /**
   * Makes another build the active one.
   *
   * @param instead the build that is active now
   * @return false when that is not so, and nothing was done
   */
  boolean activate(String subscription, int build, int instead);

  /**
   * Puts other readers in the place of a build's, in one step: they are active, at the lowest of
   * its positions, and in an epoch above all of its epochs. They may be of the same build.
   *
   * @param instead the build that is active now; its readers are removed
   * @return false when that is not so, and nothing was done
   */
  boolean replace(String subscription, int instead, List<Reader> successors);

  /** Removes the readers of a build, with their checkpoints. */
  void remove(String subscription, int build);
}
