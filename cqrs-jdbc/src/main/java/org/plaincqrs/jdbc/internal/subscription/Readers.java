package org.plaincqrs.jdbc.internal.subscription;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.storage.Reader;

/**
 * The rows of checkpoints that have a subscription. Who changes several rows locks them in the
 * order of their owners; nodes are looked at after readers, and the roster's one row comes last.
 */
final class Readers {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("owner", Column.Kind.TEXT),
          Column.of("subscription", Column.Kind.TEXT),
          Column.of("build", Column.Kind.INT),
          Column.of("version", Column.Kind.INT),
          Column.of("part", Column.Kind.INT),
          Column.of("parts", Column.Kind.INT),
          Column.of("active", Column.Kind.BOOLEAN),
          Column.of("paused", Column.Kind.BOOLEAN),
          Column.of("position", Column.Kind.LONG),
          Column.of("status", Column.Kind.TEXT));

  private static final String SELECT =
      """
      select subscription, build, version, part, parts, active, paused, position, epoch, node, status
      from cqrs_checkpoints where subscription is not null""";

  private static final String TAKE_OVER =
      """
      update cqrs_checkpoints set subscription = ?, build = ?, version = ?, part = ?, parts = ?,
        active = ?, paused = ?, status = ?
      where owner = ? and subscription is null""";

  /** Right at every isolation: the row's epoch decides, and it is read as it is now. */
  private static final String CLAIM =
      "update cqrs_checkpoints set epoch = epoch + 1, node = ?"
          + " where owner = ? and epoch = ? and subscription is not null"
          + " and (node is null or node not in ("
          + Nodes.ALIVE
          + "))";

  private static final String RELEASE =
      "update cqrs_checkpoints set node = null"
          + " where owner = ? and epoch = ? and subscription is not null";

  private static final String REPORT =
      "update cqrs_checkpoints set status = ?"
          + " where owner = ? and epoch = ? and subscription is not null";

  private static final String RAISE =
      "update cqrs_checkpoints set epoch = ? where owner = ? and subscription is not null";

  private static final String RESET =
      "update cqrs_checkpoints set position = ?, epoch = epoch + 1, node = null"
          + " where owner = ? and subscription is not null";

  private final Statements statements;
  private final String select;
  private final String selectOne;
  private final String selectBuild;
  private final String find;
  private final String insert;
  private final String takeOver;
  private final String claim;
  private final String release;
  private final String report;
  private final String raise;
  private final String reset;
  private final String lock;
  private final String pause;
  private final String activate;
  private final String remove;

  Readers(Statements statements) {
    this.statements = statements;
    select = statements.in(SELECT);
    selectOne = select + " and owner = ?";
    selectBuild = select + " and subscription = ? and build = ?";
    find = statements.in("select subscription from cqrs_checkpoints where owner = ?");
    insert = statements.dialect().insert(statements.in("cqrs_checkpoints"), COLUMNS, false);
    takeOver = statements.in(TAKE_OVER);
    claim = statements.in(CLAIM);
    release = statements.in(RELEASE);
    report = statements.in(REPORT);
    raise = statements.in(RAISE);
    reset = statements.in(RESET);
    lock =
        statements.in(
                "select build, active from cqrs_checkpoints where subscription = ? order by owner")
            + statements.dialect().forUpdate();
    pause = statements.in("update cqrs_checkpoints set paused = ? where subscription = ?");
    activate =
        statements.in("update cqrs_checkpoints set active = (build = ?) where subscription = ?");
    remove = statements.in("delete from cqrs_checkpoints where subscription = ? and build = ?");
  }

  /** A build that a part belongs to, and whether it is the active one. */
  record Build(int number, boolean active) {}

  /** Every reader, in no order, whether its node is alive or not. */
  List<Reader> all(Connection connection) throws SQLException {
    return statements.query(connection, select, this::reader);
  }

  private Reader reader(ResultSet row) throws SQLException {
    String status = text(row, 11);
    return new Reader(
        String.valueOf(text(row, 1)),
        row.getInt(2),
        row.getInt(3),
        row.getInt(4),
        row.getInt(5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getLong(8),
        row.getLong(9),
        text(row, 10),
        status == null ? "" : status);
  }

  private @Nullable String text(ResultSet row, int column) throws SQLException {
    return statements.dialect().text(row, column);
  }

  /** Whether it was not there; a checkpoint that nobody claims becomes one as it stands. */
  boolean create(Connection connection, Reader reader) throws SQLException {
    List<Boolean> found =
        statements.query(connection, find, row -> text(row, 1) != null, reader.owner());
    if (found.isEmpty()) {
      insert(connection, reader);
      return true;
    }
    return !found.get(0) && takeOver(connection, reader);
  }

  private void insert(Connection connection, Reader reader) throws SQLException {
    @Nullable Object[] row = {
      reader.owner(),
      reader.subscription(),
      reader.build(),
      reader.version(),
      reader.part(),
      reader.parts(),
      reader.active(),
      reader.paused(),
      reader.position(),
      Storable.text(reader.status())
    };
    try {
      statements.dialect().execute(connection, insert, COLUMNS, List.<@Nullable Object[]>of(row));
    } catch (SQLException e) {
      throw Dialect.notInserted(e);
    }
  }

  private boolean takeOver(Connection connection, Reader reader) throws SQLException {
    return statements.update(
            connection,
            takeOver,
            reader.subscription(),
            reader.build(),
            reader.version(),
            reader.part(),
            reader.parts(),
            reader.active(),
            reader.paused(),
            Storable.text(reader.status()),
            reader.owner())
        == 1;
  }

  /** Null when it is not as it was seen, or a living node runs it. */
  @Nullable Reader claim(Connection connection, Reader seen, String node) throws SQLException {
    return statements.update(connection, claim, node, seen.owner(), seen.epoch()) == 1
        ? statements.query(connection, selectOne, this::reader, seen.owner()).get(0)
        : null;
  }

  boolean release(Connection connection, Reader held) throws SQLException {
    return statements.update(connection, release, held.owner(), held.epoch()) == 1;
  }

  boolean report(Connection connection, Reader held, String status) throws SQLException {
    return statements.update(connection, report, Storable.text(status), held.owner(), held.epoch())
        == 1;
  }

  boolean reset(Connection connection, Reader reader, long position) throws SQLException {
    return statements.update(connection, reset, position, reader.owner()) == 1;
  }

  /** Locks every part of a subscription until the transaction ends. */
  List<Build> lock(Connection connection, String subscription) throws SQLException {
    return statements.query(
        connection, lock, row -> new Build(row.getInt(1), row.getBoolean(2)), subscription);
  }

  void pause(Connection connection, String subscription, boolean paused) throws SQLException {
    statements.update(connection, pause, paused, subscription);
  }

  void activate(Connection connection, String subscription, int build) throws SQLException {
    statements.update(connection, activate, build, subscription);
  }

  /** Those of a build, as they stand. */
  List<Reader> of(Connection connection, String subscription, int build) throws SQLException {
    return statements.query(connection, selectBuild, this::reader, subscription, build);
  }

  /** Makes a reader in an epoch that is not its first. */
  void create(Connection connection, Reader reader, long epoch) throws SQLException {
    create(connection, reader);
    statements.update(connection, raise, epoch, reader.owner());
  }

  boolean remove(Connection connection, String subscription, int build) throws SQLException {
    return statements.update(connection, remove, subscription, build) > 0;
  }
}
