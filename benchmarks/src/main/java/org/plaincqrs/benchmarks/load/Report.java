package org.plaincqrs.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.plaincqrs.benchmarks.load.Contender.Role;
import org.plaincqrs.benchmarks.report.Contest;
import org.plaincqrs.benchmarks.report.Measurement;

/**
 * What a race came to.
 *
 * @param paces by contender and round
 */
record Report(Race race, Callers.Pace[][] paces) {
  void print() {
    Contest contest = race.contest();
    line("%n%s: %s [at least %.2f]%n", contest, contest.title(), contest.target());
    line(
        "  %-40s %16s %7s %8s   %s%n",
        "", "median " + race.unit() + "/s", "ratio", "CPU us", "ratio by round");
    for (int i = 0; i < paces.length; i++) {
      print(i);
    }
  }

  /** Files the rates, for the page. */
  void addTo(Results results) {
    for (int i = 0; i < paces.length; i++) {
      Contender who = race.contenders().get(i);
      results.add(
          race.contest().benchmark(),
          Map.of("contender", who.name(), "role", who.role().toString()),
          race.callers().count(),
          race.unit() + "/s",
          each(i, Callers.Pace::rate),
          Measurement.median(each(i, Callers.Pace::micros)));
    }
  }

  private void print(int contender) {
    double[] ratios = ratios(contender);
    double ratio = Measurement.median(ratios);
    Contender who = race.contenders().get(contender);
    StringBuilder rounds = new StringBuilder();
    for (double each : ratios) {
      rounds.append(String.format(Locale.ROOT, "%6.2f", each));
    }
    line(
        "  %-40s %,16.0f %7.2f %8.1f %s%s%n",
        who.name(),
        Measurement.median(each(contender, Callers.Pace::rate)),
        ratio,
        Measurement.median(each(contender, Callers.Pace::micros)),
        rounds,
        judgement(who, ratio));
  }

  private String judgement(Contender who, double ratio) {
    return who.role() != Role.OURS ? "" : ratio >= race.contest().target() ? "   met" : "   MISSED";
  }

  private double[] ratios(int contender) {
    double[] ratios = new double[paces[contender].length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = paces[contender][round].rate() / yardstick(round);
    }
    return ratios;
  }

  private double[] each(int contender, ToDoubleFunction<Callers.Pace> number) {
    return Arrays.stream(paces[contender]).mapToDouble(number).toArray();
  }

  private double yardstick(int round) {
    double best = 0;
    for (int i = 0; i < paces.length; i++) {
      if (race.contenders().get(i).role() == Role.YARDSTICK) {
        best = Math.max(best, paces[i][round].rate());
      }
    }
    return best;
  }

  private static void line(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
    System.out.flush();
  }
}
