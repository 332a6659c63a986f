package org.plaincqrs.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that is known: results, each the newest of its kind, and the runs that they are of. */
public record Measurements(List<Run> runs, List<Measurement> results) {
  /** Nothing measured yet. */
  public static final Measurements NONE = new Measurements(List.of(), List.of());

  private static final Comparator<Measurement> ORDER =
      Comparator.comparing(Measurement::suite)
          .thenComparing(Measurement::benchmark)
          .thenComparing(Measurement::threads)
          .thenComparing(result -> result.parameters().toString());

  /** Copies the lists. */
  public Measurements {
    runs = List.copyOf(runs);
    results = List.copyOf(results);
  }

  /** The number by which the page calls a run. */
  String number(String date) {
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).date().equals(date)) {
        return Integer.toString(i + 1);
      }
    }
    return "unknown";
  }

  /** These with a run's results in place of what they measure anew. */
  public Measurements with(Run run, List<Measurement> fresh) {
    List<Measurement> all = new ArrayList<>(fresh);
    for (Measurement old : results) {
      if (fresh.stream().noneMatch(old::sameAs)) {
        all.add(old);
      }
    }
    all.sort(ORDER);
    List<Run> known = new ArrayList<>(runs);
    known.remove(run);
    known.add(run);
    known.removeIf(each -> all.stream().noneMatch(result -> result.run().equals(each.date())));
    return new Measurements(known, all);
  }
}
