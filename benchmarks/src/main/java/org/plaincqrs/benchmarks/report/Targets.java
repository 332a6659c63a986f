package org.plaincqrs.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/** What the library wants of itself, as far as these measurements tell. */
final class Targets {
  private static final String COMMANDS = "dispatch.CommandDispatch.";
  private static final String QUERIES = "dispatch.QueryDispatch.";
  private static final String BUS = COMMANDS + "bus";
  private static final String TIMES = " times";
  private static final List<String> TYPES = List.of("1", "10", "100", "700");
  private static final int MOST_GENERATED = 128;

  /** Of the 94,016 of the import. */
  private static final double COMMANDS_IN_20_SECONDS = 4_701;

  private final Measurements measurements;
  private final Set<String> rough;
  private final List<Target> targets = new ArrayList<>();

  private Targets(Measurements measurements) {
    this.measurements = measurements;
    rough =
        measurements.runs().stream()
            .filter(run -> !run.effort().equals("whole"))
            .map(Run::date)
            .collect(Collectors.toSet());
  }

  /** All of them, in the order of the page. */
  static List<Target> of(Measurements measurements) {
    Targets targets = new Targets(measurements);
    for (String types : TYPES) {
      targets.dispatch("bus, ", COMMANDS, types, Choice.of("types", types));
    }
    for (String types : TYPES) {
      targets.dispatch("query bus, ", QUERIES, types, Choice.of("types", types));
    }
    for (String types : TYPES) {
      targets.peers(classes(types) + ": ", Choice.of("types", types));
    }
    targets.add(
        Target.atLeast(
            "PipelinR beside the bus, 100 classes",
            50,
            TIMES,
            targets.ratio("dispatch.PipelinrDispatch.send", BUS, Choice.of("types", "100"))));
    for (String subscribers : List.of("1", "10", "10 of a class each")) {
      targets.events(subscribers, Choice.of("subscribers", subscribers));
    }
    targets.commandInMemory(Choice.threads(1));
    targets.memory();
    for (Contest contest : Contest.values()) {
      targets.contest(contest);
    }
    targets.latency("in the same process", 5, "load.latency.in-process");
    targets.latency("in another process", 20, "load.latency.across-processes");
    targets.imports();
    return targets.targets;
  }

  private void dispatch(String kind, String benchmarks, String types, Choice choice) {
    String direct = benchmarks + "direct";
    String bus = benchmarks + "bus";
    String intercepted = benchmarks + "busWithThreeInterceptors";
    String what = kind + classes(types);
    if (Integer.parseInt(types) <= 10) {
      add(
          Target.atMost(
              what + ": more than a direct call", 10, " ns", difference(bus, direct, choice)));
    } else {
      add(Target.atMost(what + ": beside a direct call", 2.2, TIMES, ratio(bus, direct, choice)));
    }
    add(Target.noBytes(what + ": allocated", bytes(bus, choice)));
    String three = what + ", 3 interceptors: ";
    add(
        Target.atMost(
            three + "more than without", 15, " ns", difference(intercepted, bus, choice)));
    add(Target.noBytes(three + "allocated", bytes(intercepted, choice)));
    Choice two = Choice.threads(2).and("types", types);
    add(
        Target.atMost(
            what + ": 2 threads beside 1",
            1.1,
            TIMES,
            combined(two, bus, choice, bus, (a, b) -> a / b)));
    if (Integer.parseInt(types) <= MOST_GENERATED) {
      add(
          Target.atMost(
              what + ", generated: beside the HashMap by hand (stretch)",
              1,
              TIMES,
              ratio(benchmarks + "generatedBus", benchmarks + "hashMap", choice)));
    }
  }

  private static String classes(String types) {
    return types + (types.equals("1") ? " class" : " classes");
  }

  private void peers(String prefix, Choice choice) {
    add(
        Target.atLeast(
            prefix + "Axon's gateway as shipped, beside the bus",
            15,
            TIMES,
            ratio("dispatch.AxonDispatch.gateway", BUS, choice)));
    add(
        Target.atLeast(
            prefix + "Axon's gateway with cheap ids, beside the bus",
            5,
            TIMES,
            ratio("dispatch.AxonCheapIdsDispatch.gateway", BUS, choice)));
    add(
        Target.atLeast(
            prefix + "Guava's EventBus, beside the bus",
            2.5,
            TIMES,
            ratio("dispatch.GuavaDispatch.post", BUS, choice)));
  }

  private void events(String subscribers, Choice choice) {
    String ours = "events.OurEvents.publish";
    String what =
        subscribers.equals("1")
            ? "1 subscriber: "
            : subscribers.replaceFirst("^10", "10 subscribers") + ": ";
    add(
        Target.atMost(
            what + "event bus beside look-up and loop",
            2,
            TIMES,
            ratio(ours, "events.HandWrittenEvents.loop", choice)));
    add(
        Target.atLeast(
            what + "Guava's EventBus, beside the event bus",
            10,
            TIMES,
            ratio("events.GuavaEvents.post", ours, choice)));
    add(
        Target.atLeast(
            what + "MBassador, beside the event bus",
            10,
            TIMES,
            ratio("events.MbassadorEvents.publish", ours, choice)));
  }

  private void commandInMemory(Choice choice) {
    String ours = "memory.CommandAppend.command";
    add(
        Target.atMost(
            "a command that appends one event, in memory", 1_000, " ns", score(ours, choice)));
    add(
        Target.atLeast(
            "Axon's command-to-append as shipped, beside ours",
            3,
            TIMES,
            ratio("memory.AxonCommandAppend.command", ours, choice)));
  }

  private void memory() {
    for (String events : List.of("1", "10")) {
      add(
          Target.atMost(
              "append of " + events + " in memory, beside two lists",
              3,
              TIMES,
              ratio(
                  "memory.EventAppend.commit",
                  "memory.EventAppend.twoLists",
                  Choice.of("events", events))));
    }
    for (String others : List.of("10000", "1000000")) {
      add(
          Target.atMost(
              "load of 100 with " + Figure.parameter(others) + " others, beside copying a list",
              2,
              TIMES,
              ratio(
                  "memory.OurLoading.readStream",
                  "memory.CopyList.copy",
                  Choice.of("length", "100").and("others", others))));
    }
    add(
        Target.atMost(
            "a view that follows in memory, an event (2,000,000 a second)",
            500,
            " ns",
            score("memory.FollowingLog.view", Choice.threads(1))));
    String conditional = "memory.GrowingLog.conditionalAppend";
    add(
        Target.atMost(
            "append under a condition with 1,000,000 events, beside 10,000",
            3,
            TIMES,
            combined(
                Choice.of("log", "1000000"),
                conditional,
                Choice.of("log", "10000"),
                conditional,
                (a, b) -> a / b)));
  }

  private void contest(Contest contest) {
    Optional<Double> ratio =
        Standing.of(contest, measurements).stream()
            .filter(each -> each.isJudged() && !rough.contains(each.run().run()))
            .findFirst()
            .map(Standing::ratio);
    add(
        Target.atLeast(
            "PostgreSQL, " + contest + ": beside the yardstick", contest.target(), TIMES, ratio));
  }

  private void latency(String where, double limit, String benchmark) {
    Choice choice = Choice.of("database", "PostgreSQL").and("percentile", "99");
    add(
        Target.atMost(
            "PostgreSQL, commit to visible view " + where + ", p99",
            limit,
            " ms",
            score(benchmark, choice)));
  }

  /** The whole import in 20 seconds, which was wanted of a cold start. */
  private void imports() {
    for (String database : List.of("postgresql", "h2")) {
      for (String architecture : List.of("one-store", "two-stores", "event-sourced")) {
        String name = database + "." + architecture;
        add(
            Target.atLeast(
                "FoodMart's import, " + name.replace(".", ", ") + ", in 20 s (warm)",
                COMMANDS_IN_20_SECONDS,
                " commands a second",
                score("imports.rate." + name, Choice.threads(1))));
      }
    }
  }

  private void add(Target target) {
    targets.add(target);
  }

  private Optional<Double> score(String benchmark, Choice choice) {
    return found(benchmark, choice).map(Measurement::score);
  }

  private Optional<Double> bytes(String benchmark, Choice choice) {
    return found(benchmark, choice).map(Measurement::bytes);
  }

  private Optional<Double> ratio(String one, String other, Choice choice) {
    return combined(choice, one, choice, other, (a, b) -> a / b);
  }

  private Optional<Double> difference(String one, String other, Choice choice) {
    return combined(choice, one, choice, other, (a, b) -> a - b);
  }

  private Optional<Double> combined(
      Choice choice, String one, Choice otherChoice, String other, DoubleBinaryOperator operator) {
    Optional<Measurement> first = found(one, choice);
    return found(other, otherChoice)
        .filter(b -> first.isPresent() && first.get().run().equals(b.run()))
        .map(b -> operator.applyAsDouble(first.get().score(), b.score()));
  }

  /** Of a quick or short run nothing counts. */
  private Optional<Measurement> found(String benchmark, Choice choice) {
    return choice.result(measurements, benchmark).filter(found -> !rough.contains(found.run()));
  }
}
