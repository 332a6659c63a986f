package org.plaincqrs.benchmarks;

/**
 * Benchmarks that are run in one go.
 *
 * @param suite that the results are filed under
 * @param include a regular expression that finds their names
 * @param timed whether they run for some time, instead of once for each iteration
 * @param grows whether there may be larger logs
 */
record Part(String suite, String include, int threads, boolean timed, boolean grows) {
  private static final String HERE = "^org\\.plaincqrs\\.benchmarks\\.";

  static final Part DISPATCH_1 = new Part("dispatch", HERE + "dispatch\\.", 1, true, false);
  static final Part DISPATCH_2 = new Part("dispatch", HERE + "dispatch\\.", 2, true, false);
  static final Part EVENTS = new Part("dispatch", HERE + "events\\.", 1, true, false);
  static final Part LOADS =
      new Part("stores", HERE + "memory\\.(CopyList|OurLoading|AxonLoading)\\.", 1, true, true);
  static final Part APPENDS = new Part("stores", HERE + "memory\\.\\w+Append\\.", 1, false, false);
  static final Part GROWTH = new Part("stores", HERE + "memory\\.GrowingLog\\.", 1, false, true);

  /**
   * Whether the profiler can tell how much an operation allocates: not where an iteration fills a
   * log first, which would count.
   */
  boolean tellsBytes() {
    return timed || !grows;
  }
}
