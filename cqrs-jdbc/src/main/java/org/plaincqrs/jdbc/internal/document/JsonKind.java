package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.storage.UnreadablePayloadException;
import org.plaincqrs.storage.Versioned;

/**
 * One table of the library's own: key, version, the document as the codec writes it, and a column
 * for each declared index.
 */
public final class JsonKind implements Kind {
  private static final int FIXED = 3;
  private static final int PAGE = 256;

  private final Dialect dialect;
  private final PayloadCodec codec;
  private final DocumentType<?, ?> type;
  private final String table;
  private final List<Column> columns;
  private final String replace;

  /** The table of a type under a prefix. */
  public JsonKind(Dialect dialect, PayloadCodec codec, String prefix, DocumentType<?, ?> type) {
    this.dialect = dialect;
    this.codec = codec;
    this.type = type;
    table = Names.table(prefix, type.name());
    columns = new ArrayList<>();
    columns.add(Column.of("dkey", Column.Kind.KEY));
    columns.add(Column.of("version", Column.Kind.LONG));
    columns.add(Column.of("body", Column.Kind.BYTES));
    for (Index<?, ?> index : type.indexes()) {
      columns.add(Column.of(Names.column(index.name()), kind(index)));
    }
    replace = dialect.insert(table, columns, true);
  }

  private static Column.Kind kind(Index<?, ?> index) {
    if (index.valueType() == String.class) {
      return Column.Kind.TEXT;
    }
    return index.valueType() == Boolean.class ? Column.Kind.BOOLEAN : Column.Kind.LONG;
  }

  /** The name of the table. */
  public String table() {
    return table;
  }

  @Override
  public DocumentType<?, ?> type() {
    return type;
  }

  /** The column of each index, in their order. */
  public List<Column> indexColumns() {
    return columns.subList(FIXED, columns.size());
  }

  /** The statement that makes the table, without its index columns. */
  public String create() {
    return "create table if not exists "
        + table
        + " (dkey "
        + dialect.type(Column.Kind.KEY)
        + " not null primary key, version "
        + dialect.type(Column.Kind.LONG)
        + " not null, body "
        + dialect.type(Column.Kind.BYTES)
        + " not null)"
        + dialect.roomForUpdates();
  }

  @Override
  public Prepared prepare(String key, Versioned<?> document) {
    @Nullable Object[] row = new Object[columns.size()];
    row[0] = key;
    row[1] = document.version();
    row[2] = codec.encode(document.document(), type.documentClass());
    List<? extends Index<?, ?>> indexes = type.indexes();
    for (int i = 0; i < indexes.size(); i++) {
      row[FIXED + i] = columnValue(value(indexes.get(i), document.document()));
    }
    return new Prepared(document, row);
  }

  @SuppressWarnings("unchecked")
  private @Nullable Object value(Index<?, ?> index, Object document) {
    return ((Index<Object, ?>) index).valueOf((DocumentType<Object, ?>) type, document);
  }

  private static @Nullable Object columnValue(@Nullable Object value) {
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }

  @Override
  public @Nullable Versioned<?> find(Connection connection, String key) throws SQLException {
    String sql = "select version, body from " + table + " where dkey = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      dialect.setKey(statement, 1, key);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? versioned(key, rows.getLong(1), rows.getBytes(2)) : null;
      }
    }
  }

  private Versioned<?> versioned(String key, long version, byte[] body) {
    try {
      return new Versioned<>(codec.decode(body, type.documentClass()), version);
    } catch (UnreadablePayloadException e) {
      throw e.of(type, key);
    }
  }

  @Override
  public Map<String, Long> versions(Connection connection, Collection<String> keys)
      throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    forEach(
        connection,
        "dkey, version",
        keys,
        rows -> versions.put(dialect.key(rows, 1), rows.getLong(2)));
    return versions;
  }

  @Override
  public Map<String, Versioned<?>> findAll(Connection connection, Collection<String> keys)
      throws SQLException {
    Map<String, Versioned<?>> found = new HashMap<>();
    forEach(
        connection,
        "dkey, version, body",
        keys,
        rows -> {
          String key = dialect.key(rows, 1);
          found.put(key, versioned(key, rows.getLong(2), rows.getBytes(3)));
        });
    return found;
  }

  private interface RowConsumer {
    void take(ResultSet rows) throws SQLException;
  }

  private void forEach(
      Connection connection, String selected, Collection<String> keys, RowConsumer consumer)
      throws SQLException {
    List<String> all = List.copyOf(keys);
    int atOnce = dialect.keysAtOnce();
    for (int from = 0; from < all.size(); from += atOnce) {
      List<String> some = all.subList(from, Math.min(all.size(), from + atOnce));
      try (PreparedStatement statement = dialect.withKeys(connection, selected, table, some)) {
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            consumer.take(rows);
          }
        }
      }
    }
  }

  @Override
  public void write(Connection connection, Map<String, @Nullable Prepared> documents)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(documents.size());
    List<String> removed = new ArrayList<>();
    documents.forEach(
        (key, document) -> {
          if (document == null) {
            removed.add(key);
          } else {
            rows.add(Objects.requireNonNull(document.row()));
          }
        });
    if (!rows.isEmpty()) {
      dialect.execute(connection, replace, columns, rows);
    }
    if (!removed.isEmpty()) {
      remove(connection, removed);
    }
  }

  private void remove(Connection connection, List<String> keys) throws SQLException {
    String sql = "delete from " + table + " where dkey = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (String key : keys) {
        dialect.setKey(statement, 1, key);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public long count(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select count(*) from " + table);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public List<? extends DocumentTable.Row<?>> page(Connection connection, String after, int limit)
      throws SQLException {
    String sql =
        "select dkey, version, body from " + table + " where dkey > ? order by dkey limit ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return page(statement, 1, after, limit);
    }
  }

  @Override
  public List<? extends DocumentTable.Row<?>> page(
      Connection connection, int index, Object value, String after, int limit) throws SQLException {
    Column column = columns.get(FIXED + index);
    String sql =
        "select dkey, version, body from "
            + table
            + " where "
            + column.name()
            + " = ? and dkey > ? order by dkey limit ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      dialect.set(statement, 1, column.kind(), columnValue(value));
      return page(statement, 2, after, limit);
    }
  }

  private List<DocumentTable.Row<?>> page(
      PreparedStatement statement, int parameter, String after, int limit) throws SQLException {
    dialect.setKey(statement, parameter, after);
    statement.setInt(parameter + 1, limit);
    List<DocumentTable.Row<?>> page = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String key = dialect.key(rows, 1);
        page.add(new DocumentTable.Row<>(key, versioned(key, rows.getLong(2), rows.getBytes(3))));
      }
    }
    return page;
  }

  /**
   * Computes the indexes of every document that is there, and writes them, unless the document has
   * changed meanwhile: whoever changed it has written them.
   */
  public void fillIndexes(Connection connection) throws SQLException {
    String values =
        indexColumns().stream()
            .map(column -> column.name() + " = ?")
            .collect(Collectors.joining(", "));
    String sql = "update " + table + " set " + values + " where dkey = ? and version = ?";
    List<? extends DocumentTable.Row<?>> page = page(connection, "", PAGE);
    while (!page.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (DocumentTable.Row<?> row : page) {
          bindIndexes(statement, row);
          statement.addBatch();
        }
        statement.executeBatch();
      }
      page = page(connection, page.get(page.size() - 1).key(), PAGE);
    }
  }

  private void bindIndexes(PreparedStatement statement, DocumentTable.Row<?> document)
      throws SQLException {
    @Nullable Object[] row =
        Objects.requireNonNull(prepare(document.key(), document.versioned()).row());
    int at = 1;
    for (int i = FIXED; i < row.length; i++) {
      dialect.set(statement, at++, columns.get(i).kind(), row[i]);
    }
    dialect.setKey(statement, at++, document.key());
    statement.setLong(at, document.versioned().version());
  }
}
