package org.plaincqrs.jdbc.internal.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.jdbc.internal.sql.Writer;
import org.plaincqrs.storage.Pulse;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Roster;
import org.plaincqrs.storage.SubscriptionStore;

/**
 * Readers and nodes as rows. What others should look at counts the generation up in the transaction
 * that changes it, as its last statement, since all who change something wait for that one row.
 */
public final class JdbcSubscriptions implements SubscriptionStore {
  private static final Comparator<Reader> ORDER =
      Comparator.comparing(
              (Reader each) -> each.subscription().codePoints().toArray(), Arrays::compare)
          .thenComparing(Reader::build)
          .thenComparing(Reader::part);

  private final Writer writer;
  private final Statements statements;
  private final Readers readers;
  private final Nodes nodes;
  private final String generation;
  private final String pulse;
  private final String count;

  /** Those under a prefix. */
  public JdbcSubscriptions(Writer writer, Tables tables) {
    this.writer = writer;
    statements = new Statements(writer.connections().dialect(), tables);
    readers = new Readers(statements);
    nodes = new Nodes(statements);
    generation = statements.in("select generation from cqrs_roster where one = 1");
    pulse =
        statements.in(
            "select h.position, r.generation from cqrs_head h, cqrs_roster r"
                + " where h.one = 1 and r.one = 1");
    count = statements.in("update cqrs_roster set generation = generation + 1 where one = 1");
  }

  @Override
  public Roster roster() {
    return read(
        "read who runs what",
        connection -> {
          List<Reader> found = readers.all(connection);
          Map<String, Set<String>> alive = nodes.alive(connection);
          return new Roster(
              alive, found.stream().map(each -> current(each, alive)).sorted(ORDER).toList());
        });
  }

  private static Reader current(Reader reader, Map<String, Set<String>> alive) {
    String node = reader.node();
    return node == null || alive.containsKey(node) ? reader : free(reader);
  }

  private static Reader free(Reader reader) {
    return new Reader(
        reader.subscription(),
        reader.build(),
        reader.version(),
        reader.part(),
        reader.parts(),
        reader.active(),
        reader.paused(),
        reader.position(),
        reader.epoch(),
        null,
        reader.status());
  }

  @Override
  public long generation() {
    return read(
        "read the roster's generation",
        connection -> {
          List<Long> found = statements.query(connection, generation, row -> row.getLong(1));
          if (found.isEmpty()) {
            throw rowIsMissing();
          }
          return found.get(0);
        });
  }

  /** The end of the log and the generation, in one statement. */
  public Pulse pulse() {
    return read(
        "look whether something has changed",
        connection -> {
          List<Pulse> found =
              statements.query(connection, pulse, row -> new Pulse(row.getLong(1), row.getLong(2)));
          if (found.isEmpty()) {
            throw rowIsMissing();
          }
          return found.get(0);
        });
  }

  private static SQLException rowIsMissing() {
    return new SQLException(
        "The one row of the table that holds the roster's generation is missing; insert 1 and 0.");
  }

  @Override
  public void beat(String node, Set<String> runs, Duration term) {
    change(
        "say that node '" + node + "' is alive",
        connection -> nodes.beat(connection, node, runs, term));
  }

  @Override
  public void leave(String node) {
    change("let node '" + node + "' go", connection -> nodes.remove(connection, node));
  }

  @Override
  public void create(List<Reader> some) {
    List<Reader> sorted = some.stream().sorted(Comparator.comparing(Reader::owner)).toList();
    change(
        "make " + some.size() + " readers",
        connection -> {
          boolean made = false;
          for (Reader reader : sorted) {
            made |= readers.create(connection, reader);
          }
          return made;
        });
  }

  @Override
  public Optional<Reader> claim(Reader seen, String node) {
    return writer.write(
        "claim '" + seen.owner() + "' for node '" + node + "'",
        connection -> Optional.ofNullable(readers.claim(connection, seen, node)));
  }

  @Override
  public void release(Reader held) {
    change("free '" + held.owner() + "'", connection -> readers.release(connection, held));
  }

  @Override
  public boolean report(Reader held, String status) {
    return writer.write(
        "report on '" + held.owner() + "'", connection -> readers.report(connection, held, status));
  }

  @Override
  public void pause(String subscription, boolean paused) {
    change(
        (paused ? "pause '" : "let go on '") + subscription + "'",
        connection -> {
          if (readers.lock(connection, subscription).isEmpty()) {
            return false;
          }
          readers.pause(connection, subscription, paused);
          return true;
        });
  }

  @Override
  public void reset(Reader reader, long position) {
    change(
        "set '" + reader.owner() + "' to position " + position,
        connection -> readers.reset(connection, reader, position));
  }

  @Override
  public boolean activate(String subscription, int build, int instead) {
    return change(
        "make build " + build + " of '" + subscription + "' the active one",
        connection -> {
          List<Readers.Build> builds = readers.lock(connection, subscription);
          if (builds.stream().noneMatch(each -> each.active() && each.number() == instead)
              || builds.stream().noneMatch(each -> each.number() == build)) {
            return false;
          }
          readers.activate(connection, subscription, build);
          return true;
        });
  }

  @Override
  public boolean replace(String subscription, int instead, List<Reader> successors) {
    return change(
        "replace build " + instead + " of '" + subscription + "'",
        connection -> {
          readers.lock(connection, subscription);
          List<Reader> before = readers.of(connection, subscription, instead);
          if (before.stream().noneMatch(Reader::active)) {
            return false;
          }
          readers.remove(connection, subscription, instead);
          long lowest = before.stream().mapToLong(Reader::position).min().orElseThrow();
          long epoch = before.stream().mapToLong(Reader::epoch).max().orElseThrow() + 1;
          for (Reader each : successors) {
            readers.create(connection, active(each, lowest), epoch);
          }
          return true;
        });
  }

  private static Reader active(Reader reader, long position) {
    return new Reader(
        reader.subscription(),
        reader.build(),
        reader.version(),
        reader.part(),
        reader.parts(),
        true,
        false,
        position,
        0,
        null,
        "");
  }

  @Override
  public void remove(String subscription, int build) {
    change(
        "remove build " + build + " of '" + subscription + "'",
        connection -> {
          readers.lock(connection, subscription);
          return readers.remove(connection, subscription, build);
        });
  }

  /** In one transaction, with the generation where there is something to look at. */
  private boolean change(String what, Connections.Work<Boolean> work) {
    return writer.write(
        what,
        connection -> {
          boolean notable = work.on(connection);
          if (notable) {
            countUp(connection);
          }
          return notable;
        });
  }

  private void countUp(Connection connection) throws SQLException {
    if (statements.update(connection, count) != 1) {
      throw rowIsMissing();
    }
  }

  private <T extends @Nullable Object> T read(String what, Connections.Work<T> work) {
    try {
      return writer.connections().read(work);
    } catch (SQLException e) {
      throw StorageException.of(what, e);
    }
  }
}
