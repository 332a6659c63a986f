package org.plaincqrs.benchmarks.load;

import java.util.List;

/**
 * One measure: contenders that run in turns, round after round, so that what disturbs the machine
 * disturbs them alike.
 *
 * @param unit what the rate counts
 * @param target the least ratio of ours to the yardstick
 */
record Race(String title, String unit, Callers callers, List<Contender> contenders, double target) {
  /** Runs it, and says how it went. */
  void run(Server server, Settings settings) throws Exception {
    Callers.Pace[][] paces = new Callers.Pace[contenders.size()][settings.rounds()];
    for (int round = -1; round < settings.rounds(); round++) {
      for (int i = 0; i < contenders.size(); i++) {
        try (Work work = contenders.get(i).opening().open()) {
          Callers.Pace pace = callers.pace(work, server.cpu(), settings);
          if (round >= 0) {
            paces[i][round] = pace;
          }
        }
      }
    }
    new Report(this, paces).print();
  }

  /** The same of works that have an end: each is done once in a round, by one caller. */
  void runWhole(Server server, Settings settings) throws Exception {
    Callers.Pace[][] paces = new Callers.Pace[contenders.size()][settings.rounds()];
    for (int round = -1; round < settings.rounds(); round++) {
      for (int i = 0; i < contenders.size(); i++) {
        try (Work work = contenders.get(i).opening().open()) {
          Callers.Pace pace = whole(work, server.cpu());
          if (round >= 0) {
            paces[i][round] = pace;
          }
        }
      }
    }
    new Report(this, paces).print();
  }

  private static Callers.Pace whole(Work work, Cpu cpu) throws Exception {
    long cpuBefore = cpu.nanos();
    long start = System.nanoTime();
    int count = work.once(0);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Callers.Pace(count / seconds, (cpu.nanos() - cpuBefore) / 1e3 / count);
  }
}
