package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return guarded(() -> Optional.ofNullable(table.find(connection, key))).orElse(null);
  }

  @Override
  public Map<String, Versioned<?>> findAll(Connection connection, Collection<String> keys)
      throws SQLException {
    Map<String, Versioned<?>> found = new HashMap<>();
    for (String key : keys) {
      Versioned<?> document = find(connection, key);
      if (document != null) {
        found.put(key, document);
      }
    }
    return found;
  }

  @Override
  public Map<String, Long> versions(Connection connection, Collection<String> keys)
      throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    findAll(connection, keys).forEach((key, found) -> versions.put(key, found.version()));
    return versions;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void write(Connection connection, Map<String, @Nullable Prepared> documents)
      throws SQLException {
    guarded(
        () -> {
          for (Map.Entry<String, @Nullable Prepared> each : documents.entrySet()) {
            Prepared document = each.getValue();
            if (document == null) {
              table.remove(connection, each.getKey());
            } else {
              table.put(connection, each.getKey(), (Versioned<Object>) document.versioned());
            }
          }
          return true;
        });
  }

  @Override
  public long count(Connection connection) throws SQLException {
    return guarded(() -> table.count(connection));
  }

  @Override
  public List<? extends DocumentTable.Row<?>> page(Connection connection, String after, int limit)
      throws SQLException {
    return guarded(() -> table.page(connection, after, limit));
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<? extends DocumentTable.Row<?>> page(
      Connection connection, int index, Object value, String after, int limit) throws SQLException {
    Index<Object, ?> declared = (Index<Object, ?>) type.indexes().get(index);
    return guarded(() -> table.page(connection, declared, value, after, limit));
  }

  private interface Call<T> {
    T run() throws SQLException;
  }

  private <T> T guarded(Call<T> call) throws SQLException {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw new TableFailure(type.name(), e);
    }
  }
}
