package org.plaincqrs.benchmarks.load;

import java.util.List;
import org.plaincqrs.benchmarks.report.Contest;

/**
 * One measure: contenders that run in turns, round after round, so that what disturbs the machine
 * disturbs them alike.
 *
 * @param unit what the rate counts
 */
record Race(Contest contest, String unit, Callers callers, List<Contender> contenders) {
  private interface Measure {
    Callers.Pace of(Work work) throws Exception;
  }

  /** Runs it, and says how it went. */
  void run(Server server, Settings settings, Results results) throws Exception {
    run(settings, results, work -> callers.pace(work, server.cpu(), settings));
  }

  /** The same of works that have an end: each is done once in a round, by one caller. */
  void runWhole(Server server, Settings settings, Results results) throws Exception {
    run(settings, results, work -> whole(work, server.cpu()));
  }

  private void run(Settings settings, Results results, Measure measure) throws Exception {
    Callers.Pace[][] paces = new Callers.Pace[contenders.size()][settings.rounds()];
    for (int round = -1; round < settings.rounds(); round++) {
      for (int i = 0; i < contenders.size(); i++) {
        try (Work work = contenders.get(i).opening().open()) {
          Callers.Pace pace = measure.of(work);
          if (round >= 0) {
            paces[i][round] = pace;
          }
        }
      }
    }
    Report report = new Report(this, paces);
    report.print();
    report.addTo(results);
  }

  private static Callers.Pace whole(Work work, Cpu cpu) throws Exception {
    long cpuBefore = cpu.nanos();
    long start = System.nanoTime();
    int count = work.once(0);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Callers.Pace(count / seconds, (cpu.nanos() - cpuBefore) / 1e3 / count);
  }
}
