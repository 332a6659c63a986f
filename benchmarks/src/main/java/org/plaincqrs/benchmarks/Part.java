package org.plaincqrs.benchmarks;

import org.plaincqrs.benchmarks.report.Outcome;
import org.plaincqrs.benchmarks.report.Run;

/** What is measured in one go. */
interface Part {
  /**
   * Measures; what fails is left out, and named.
   *
   * @throws Exception when nothing could be measured
   */
  Outcome measure(Run run, Arguments arguments) throws Exception;
}
