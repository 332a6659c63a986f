package org.plaincqrs.jdbc.internal.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.PayloadCodec;

/** The document types that a store was opened for, and where each is kept. Immutable. */
public final class Kinds {
  private final Map<String, Kind> byName = new HashMap<>();
  private final List<JsonKind> own = new ArrayList<>();

  /**
   * Those of a model.
   *
   * @param mapped the application's own tables, by the name of the type
   */
  public Kinds(
      Dialect dialect,
      Tables tables,
      PayloadCodec codec,
      List<DocumentType<?, ?>> types,
      Map<String, DocumentTable<Object>> mapped) {
    for (DocumentType<?, ?> type : types) {
      DocumentTable<Object> table = mapped.get(type.name());
      if (table == null) {
        JsonKind kind = new JsonKind(dialect, codec, tables.prefix(), type);
        own.add(kind);
        byName.put(type.name(), kind);
      } else {
        byName.put(type.name(), new MappedKind(type, table));
      }
    }
  }

  /** Those in tables of the library's own. */
  public List<JsonKind> own() {
    return own;
  }

  Kind of(DocumentType<?, ?> type) {
    Kind kind = byName.get(type.name());
    if (kind == null) {
      throw new IllegalArgumentException(
          "This storage was not opened for " + type + "; wire it first.");
    }
    return kind;
  }

  /** Refuses a type that the store was not opened for. */
  public void check(DocumentType<?, ?> type) {
    of(type);
  }
}
