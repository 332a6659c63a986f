package org.plaincqrs.benchmarks.load;

/** What a contender does again and again, from several threads at once. */
interface Work extends AutoCloseable {
  /**
   * Does it once.
   *
   * @param caller which thread it is, from 0
   * @return how many things were done
   */
  int once(int caller) throws Exception;

  /** Gives back what it holds, and removes its tables. */
  @Override
  default void close() throws Exception {}
}
