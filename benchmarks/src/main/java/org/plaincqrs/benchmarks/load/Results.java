package org.plaincqrs.benchmarks.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plaincqrs.benchmarks.report.Measurement;

/** What the measures of one database came to, for the page. */
final class Results {
  private final String run;
  private final Server server;
  private final List<Measurement> all = new ArrayList<>();

  /** None yet, of a run named by its date. */
  Results(String run, Server server) {
    this.run = run;
    this.server = server;
  }

  /** One figure for each round, and the processor time of one operation. */
  void add(
      String benchmark,
      Map<String, String> parameters,
      int threads,
      String unit,
      double[] rounds,
      double micros) {
    all.add(of(benchmark, parameters, threads, unit, rounds).withMicros(micros));
  }

  /** One figure for each round. */
  void add(String benchmark, Map<String, String> parameters, String unit, double... rounds) {
    all.add(of(benchmark, parameters, 1, unit, rounds));
  }

  private Measurement of(
      String benchmark, Map<String, String> own, int threads, String unit, double... rounds) {
    Map<String, String> parameters = new HashMap<>(own);
    parameters.put("database", server.name());
    parameters.put(Measurement.VERSION, server.version());
    return Measurement.of(run, "databases", benchmark, parameters, threads, unit, rounds);
  }

  List<Measurement> all() {
    return List.copyOf(all);
  }
}
