package org.plaincqrs.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.benchmarks.report.Group.Row;

/** What the page shows side by side. The names are those of the benchmarks. */
final class Groups {
  private static final List<Row> COMMANDS =
      List.of(
          new Row("direct call, the handler at hand (floor)", "dispatch.CommandDispatch.direct"),
          new Row("HashMap by class, by hand", "dispatch.CommandDispatch.hashMap"),
          new Row("CommandBus", "dispatch.CommandDispatch.bus"),
          new Row(
              "CommandBus, generated (to 128; else as above)",
              "dispatch.CommandDispatch.generatedBus"),
          new Row(
              "CommandBus, 3 interceptors", "dispatch.CommandDispatch.busWithThreeInterceptors"),
          new Row("whole facade, `Cqrs.send`", "dispatch.FacadeDispatch.send"),
          new Row("Axon 4.11 SimpleCommandBus", "dispatch.AxonDispatch.bus"),
          new Row("Axon 4.11 gateway", "dispatch.AxonDispatch.gateway"),
          new Row("Axon 4.11 SimpleCommandBus, cheap ids", "dispatch.AxonCheapIdsDispatch.bus"),
          new Row("Axon 4.11 gateway, cheap ids", "dispatch.AxonCheapIdsDispatch.gateway"),
          new Row("PipelinR 0.11", "dispatch.PipelinrDispatch.send"),
          new Row("Spring's event multicaster, no answer", "dispatch.SpringDispatch.multicast"),
          new Row("Guava's EventBus, no answer", "dispatch.GuavaDispatch.post"));

  private static final List<Row> QUERIES =
      List.of(
          new Row("direct call, the handler at hand (floor)", "dispatch.QueryDispatch.direct"),
          new Row("HashMap by class, by hand", "dispatch.QueryDispatch.hashMap"),
          new Row("QueryBus", "dispatch.QueryDispatch.bus"),
          new Row(
              "QueryBus, generated (to 128; else as above)", "dispatch.QueryDispatch.generatedBus"),
          new Row("QueryBus, 3 interceptors", "dispatch.QueryDispatch.busWithThreeInterceptors"),
          new Row("whole facade, `Cqrs.ask`", "dispatch.FacadeQueryDispatch.ask"));

  private static final List<Row> EVENTS =
      List.of(
          new Row("look-up and array loop, by hand (floor)", "events.HandWrittenEvents.loop"),
          new Row("EventBus", "events.OurEvents.publish"),
          new Row("Guava's EventBus", "events.GuavaEvents.post"),
          new Row("MBassador's SyncMessageBus", "events.MbassadorEvents.publish"),
          new Row("Spring's event multicaster", "events.SpringEvents.multicast"),
          new Row("Axon 4.11 SimpleEventBus", "events.AxonEvents.publish"),
          new Row("Axon 4.11 SimpleEventBus, cheap ids", "events.AxonCheapIdsEvents.publish"));

  private static final List<Row> HAND_OFF =
      List.of(
          new Row("ArrayBlockingQueue (floor)", "events.HandOff.arrayBlockingQueue"),
          new Row("single-thread executor", "events.HandOff.executor"),
          new Row("EventBus on a single-thread executor", "events.HandOff.busOnExecutor"),
          new Row("JCTools SpscArrayQueue, spinning", "events.HandOff.spscQueue"),
          new Row("JCTools MpscArrayQueue, spinning", "events.HandOff.mpscQueue"));

  private static final List<Row> COMMAND_APPENDS =
      List.of(
          new Row("two lists under a lock (floor)", "memory.CommandAppend.twoLists"),
          new Row("whole facade, `Cqrs.send`", "memory.CommandAppend.command"),
          new Row("Axon 4.11 SimpleCommandBus", "memory.AxonCommandAppend.command"),
          new Row(
              "Axon 4.11 SimpleCommandBus, cheap ids", "memory.AxonCheapIdsCommandAppend.command"));

  private static final List<Row> APPENDS =
      List.of(
          new Row("two lists under a lock (floor)", "memory.EventAppend.twoLists"),
          new Row("the store, a commit without a command", "memory.EventAppend.commit"),
          new Row("Axon 4.11 EmbeddedEventStore", "memory.AxonEventAppend.publish"),
          new Row(
              "Axon 4.11 EmbeddedEventStore, cheap ids", "memory.AxonCheapIdsEventAppend.publish"));

  private static final List<Row> FOLLOWING =
      List.of(
          new Row("events of a list into a HashMap (floor)", "memory.FollowingLog.hashMap"),
          new Row("a keyed view that follows the log", "memory.FollowingLog.view"));

  static final List<Row> LOADS =
      List.of(
          new Row("copy of a list (floor)", "memory.CopyList.copy"),
          new Row("the log, one page", "memory.OurLoading.readStream"),
          new Row("Axon 4.11 EmbeddedEventStore", "memory.AxonLoading.readEvents"));

  private static final List<Row> LATENCY =
      List.of(
          new Row("in the process that commits", "load.latency.in-process"),
          new Row("in another process", "load.latency.across-processes"));

  private static final List<Row> GROWING =
      List.of(
          new Row("append", "load.growing.append"),
          new Row("append, none of a tag since", "load.growing.conditional-append"),
          new Row("load of 100 events", "load.growing.load"),
          new Row("catch-up, an event", "load.growing.catch-up"));

  static final List<Row> GROWTH =
      List.of(
          new Row("append", "memory.GrowingLog.append"),
          new Row("append, none of a tag since", "memory.GrowingLog.conditionalAppend"),
          new Row("catch-up, an event", "memory.GrowingLog.catchUp"));

  private Groups() {}

  /** Those that JMH measures, in the order of the page. */
  static List<Group> inProcess() {
    List<Group> groups = new ArrayList<>();
    for (int threads = 1; threads <= 2; threads++) {
      groups.add(commands(threads));
    }
    for (int threads = 1; threads <= 2; threads++) {
      groups.add(queries(threads));
    }
    groups.add(events());
    groups.add(handOff());
    groups.add(commandAppends());
    groups.add(appends());
    for (String length : List.of("10", "100", "1000")) {
      groups.add(loads(length));
    }
    groups.add(following());
    groups.add(growth());
    return groups;
  }

  /** Those that the load program measures. */
  static List<Group> onDatabases() {
    return List.of(latency(), growing("PostgreSQL"), growing("H2"));
  }

  /** Those of the example's import. */
  static List<Group> ofImports() {
    return List.of(rates(), heaps(), latencies());
  }

  private static Group rates() {
    return imports(
        "FoodMart's import: commands a second",
        "94,016 commands of the [catalogue](../README.md), as fast as they go, until its views show them; on databases"
            + " 64 at once, every commit waits for the disk, and PostgreSQL runs beside on the same two cores. Each in a JVM"
            + " of its own with `-Xmx1g`, warmed up.",
        "rate",
        null,
        "commands a second");
  }

  private static Group heaps() {
    return imports(
        "FoodMart's import: heap",
        "What is in use after the import, with the catalogue open: in memory and on H2 the data too.",
        "heap",
        null,
        "MB");
  }

  private static Group latencies() {
    return imports(
        "FoodMart's import: milliseconds a command takes",
        "The same commands, due at a constant rate of half of what was reached above, and measured from when they"
            + " were due, not from when they could begin (that would leave out what waits while something else stalls:"
            + " coordinated omission).",
        "latency",
        "percentile",
        "percentile");
  }

  private static Group imports(
      String title, String text, String figure, @Nullable String column, String columnName) {
    List<Row> rows = new ArrayList<>();
    for (String store : List.of("memory", "h2", "sqlite", "postgresql")) {
      for (String architecture : List.of("one-store", "two-stores", "event-sourced")) {
        rows.add(
            new Row(
                store + ", " + architecture,
                "imports." + figure + "." + store + "." + architecture));
      }
    }
    return new Group(
        title, text, "imports", Choice.threads(1), column, columnName, Group.Beside.NOTHING, rows);
  }

  static Group commands(int threads) {
    return new Group(
        "Commands, " + threads(threads),
        "Command classes in random order through one call site. Each has a handler of a class of its"
            + " own, which does nothing but answer with a constant; the classes are generated, and compiled in the"
            + " JVM that measures, before it begins. Axon makes an id for every message, as shipped a random UUID."
            + " Spring and Guava give no answer, and Guava's subscribers are marked as safe for several threads."
            + " The facade also commits, remembers the command and gives a receipt.",
        "dispatch",
        Choice.threads(threads),
        "types",
        "classes",
        Group.Beside.FIRST_ROW,
        COMMANDS);
  }

  private static Group queries(int threads) {
    return new Group(
        "Queries, " + threads(threads),
        "As the commands; the facade of a query adds only the count of those in flight.",
        "dispatch",
        Choice.threads(threads),
        "types",
        "classes",
        Group.Beside.FIRST_ROW,
        QUERIES);
  }

  private static String threads(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  static Group events() {
    return new Group(
        "Events, in the publisher's thread",
        "One event of one class, to subscribers that count: all of one class, which the JIT compiler makes"
            + " the most of for everybody; or each of a class of its own, where the calls themselves cost"
            + " more than what is around them.",
        "dispatch",
        Choice.threads(1),
        "subscribers",
        "subscribers",
        Group.Beside.FIRST_ROW,
        EVENTS);
  }

  private static Group handOff() {
    return new Group(
        "Events, to another thread",
        "From one thread to one other, 100,000 at a time until the last has arrived. The spinning"
            + " queues take a whole core also when there is nothing to do.",
        "dispatch",
        Choice.threads(1),
        null,
        "one event",
        Group.Beside.FIRST_ROW,
        HAND_OFF);
  }

  static Group commandAppends() {
    return new Group(
        "In memory: a command that appends one event",
        "100,000 on a store that begins empty. The facade has the handler called in a unit of work,"
            + " commits, remembers the command and gives a receipt; the floor appends the event, with id"
            + " and time. Axon's handler publishes by itself in Axon's unit of work; no aggregate is"
            + " loaded, no command remembered, no version checked.",
        "stores",
        Choice.threads(1),
        null,
        "one command",
        Group.Beside.FIRST_ROW,
        COMMAND_APPENDS);
  }

  private static Group appends() {
    return new Group(
        "In memory: append",
        "To one of 1,000 streams, at the version that is expected, every event with an id, every append"
            + " with a time. Axon checks no version.",
        "stores",
        Choice.threads(1),
        "events",
        "events",
        Group.Beside.FIRST_ROW,
        APPENDS);
  }

  static Group loads(String length) {
    return new Group(
        "In memory: load " + Figure.parameter(length) + " events",
        "One stream, with other events between its own. Axon's engine is made for tests, and looks at"
            + " all that it has.",
        "stores",
        new Choice(1, Map.of("length", length)),
        "others",
        "others",
        Group.Beside.FIRST_ROW,
        LOADS);
  }

  private static Group following() {
    return new Group(
        "In memory: a view that follows",
        "1,000,000 events of 1,000 keys, from the beginning of the log to its end, page by page with a checkpoint for each.",
        "stores",
        Choice.threads(1),
        null,
        "one event",
        Group.Beside.FIRST_ROW,
        FOLLOWING);
  }

  static Group growth() {
    return new Group(
        "In memory: a growing log",
        "By how many events of 1,000 tags the log holds before. `--large` adds 10,000,000.",
        "stores",
        Choice.threads(1),
        "log",
        "events",
        Group.Beside.FIRST_COLUMN,
        GROWTH);
  }

  private static Group latency() {
    return new Group(
        "PostgreSQL: milliseconds from the commit to the visible view",
        "An event every 10 ms and nothing else, so that everybody sleeps in between; from when the caller"
            + " has the receipt of its commit.",
        "databases",
        Choice.of("database", "PostgreSQL"),
        "percentile",
        "percentile",
        Group.Beside.NOTHING,
        LATENCY);
  }

  static Group growing(String database) {
    return new Group(
        database + ": a growing log",
        "One caller, by how many events the log holds before; logs of all sizes take turns. `--large`"
            + " adds 10,000,000.",
        "databases",
        Choice.of("database", database),
        "log",
        "events",
        Group.Beside.FIRST_COLUMN,
        GROWING);
  }
}
