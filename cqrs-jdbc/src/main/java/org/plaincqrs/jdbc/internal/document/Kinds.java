package org.plaincqrs.jdbc.internal.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.jdbc.codec.JacksonCodec;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.PayloadCodec;

/**
 * The document types that a store was opened for or has made room for since, and where each is
 * kept. Thread-safe.
 */
public final class Kinds {
  /** Documents of the library's own, which are not the application's codec's to know. */
  private static final String LIBRARY = "org.plaincqrs.subscription";

  private final Dialect dialect;
  private final Tables tables;
  private final PayloadCodec codec;
  private final PayloadCodec libraryCodec = new JacksonCodec();
  private final Map<String, DocumentTable<Object>> mapped;
  private final Map<String, Kind> byName = new ConcurrentHashMap<>();
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
    this.dialect = dialect;
    this.tables = tables;
    this.codec = codec;
    this.mapped = Map.copyOf(mapped);
    for (DocumentType<?, ?> type : types) {
      Kind kind = kind(type);
      byName.put(type.name(), kind);
      if (kind instanceof JsonKind json) {
        own.add(json);
      }
    }
  }

  /** Where a type is kept, or would be. */
  Kind kind(DocumentType<?, ?> type) {
    DocumentTable<Object> table = mapped.get(type.name());
    if (table != null) {
      return new MappedKind(type, table);
    }
    boolean isLibrary = type.documentClass().getPackageName().equals(LIBRARY);
    return new JsonKind(dialect, isLibrary ? libraryCodec : codec, tables.prefix(), type);
  }

  /** There is room for a type now; one that was there as it is stays, as somebody may be at it. */
  void add(Kind kind) {
    byName.merge(
        kind.type().name(), kind, (before, now) -> before.type().equals(now.type()) ? before : now);
  }

  /** There is no room for a type any more. */
  void remove(DocumentType<?, ?> type) {
    byName.remove(type.name());
  }

  /** Those in tables of the library's own that the store was opened for. */
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
