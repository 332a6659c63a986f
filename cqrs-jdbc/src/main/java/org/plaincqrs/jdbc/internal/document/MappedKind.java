package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

/** Tables of the application's own. */
record MappedKind(DocumentType<?, ?> type, DocumentTable<Object> table) implements Kind {
  @Override
  public Prepared prepare(String key, Versioned<?> document) {
    return new Prepared(document, null);
  }

  @Override
  public @Nullable Versioned<?> find(Connection connection, String key) throws SQLException {
    return table.find(connection, key);
  }

  @Override
  public Map<String, Long> versions(Connection connection, Collection<String> keys)
      throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    for (String key : keys) {
      Versioned<?> found = table.find(connection, key);
      if (found != null) {
        versions.put(key, found.version());
      }
    }
    return versions;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void write(Connection connection, Map<String, @Nullable Prepared> documents)
      throws SQLException {
    for (Map.Entry<String, @Nullable Prepared> each : documents.entrySet()) {
      Prepared document = each.getValue();
      if (document == null) {
        table.remove(connection, each.getKey());
      } else {
        table.put(connection, each.getKey(), (Versioned<Object>) document.versioned());
      }
    }
  }

  @Override
  public long count(Connection connection) throws SQLException {
    return table.count(connection);
  }

  @Override
  public List<? extends DocumentTable.Row<?>> page(Connection connection, String after, int limit)
      throws SQLException {
    return table.page(connection, after, limit);
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<? extends DocumentTable.Row<?>> page(
      Connection connection, int index, Object value, String after, int limit) throws SQLException {
    return table.page(
        connection, (Index<Object, ?>) type.indexes().get(index), value, after, limit);
  }
}
