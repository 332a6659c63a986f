package org.plaincqrs.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.jdbc.codec.JacksonCodec;
import org.plaincqrs.jdbc.internal.commit.JdbcStores;
import org.plaincqrs.jdbc.internal.document.Kinds;
import org.plaincqrs.jdbc.internal.schema.Durability;
import org.plaincqrs.jdbc.internal.schema.Schema;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.jdbc.internal.subscription.Listening;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.storage.Signals;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;

/**
 * A storage in a relational database, through a {@link DataSource}; best one that pools. It makes
 * its tables when it is opened, under a prefix, and needs nothing else. Immutable, thread-safe; the
 * DataSource remains the application's to close.
 *
 * <pre>{@code
 * Storage storage = JdbcStorage.on(dataSource);
 * }</pre>
 */
public final class JdbcStorage implements Storage {
  private final DataSource source;
  private final @Nullable DataSource queries;
  private final @Nullable Database database;
  private final @Nullable ConnectionProvider ambient;
  private final Tables tables;
  private final PayloadCodec codec;
  private final Duration commandRetention;
  private final boolean createSchema;
  private final Map<String, DocumentTable<Object>> mapped;

  private JdbcStorage(Builder builder) {
    source = builder.source;
    queries = builder.queries;
    database = builder.database;
    ambient = builder.ambient;
    tables = new Tables(builder.prefix);
    codec = builder.codec == null ? new JacksonCodec() : builder.codec;
    commandRetention = builder.commandRetention;
    createSchema = builder.createSchema;
    mapped = Map.copyOf(builder.mapped);
  }

  /** A storage with the defaults: see {@link Builder}. */
  public static JdbcStorage on(DataSource source) {
    return builder(source).build();
  }

  /** A storage to be configured. */
  public static Builder builder(DataSource source) {
    return new Builder(source);
  }

  /**
   * The SQL that makes the library's tables in an empty database, those of an application's
   * documents included, for tools and database administrators.
   *
   * @param prefix what the names of the tables begin with
   * @param documents the types that are kept in tables of the library's own
   */
  public static String ddl(Database database, String prefix, List<DocumentType<?, ?>> documents) {
    Dialect dialect = Dialect.of(database);
    Tables tables = new Tables(prefix);
    Kinds kinds = new Kinds(dialect, tables, new JacksonCodec(), documents, Map.of());
    return Schema.ddl(dialect, tables, kinds.own());
  }

  /**
   * Opens it; makes or changes the tables where that is needed and allowed.
   *
   * @throws ConfigurationException when the tables don't fit this version of the library, or
   *     connections are at READ UNCOMMITTED
   * @throws StorageException when the database can't be reached, or refuses; the next start goes on
   *     where this one stopped
   */
  @Override
  public Store open(StorageModel model) {
    try {
      Dialect dialect = Dialect.of(database == null ? detect() : database);
      Connections connections = new Connections(dialect, source, ambient);
      Connections reading =
          queries == null ? connections : new Connections(dialect, queries, ambient);
      connections.alone(
          connection -> {
            dialect.prepare(connection);
            return true;
          });
      connections.checkIsolation();
      reading.checkIsolation();
      Kinds kinds = new Kinds(dialect, tables, codec, model.documents(), mapped);
      Schema schema = new Schema(connections, tables);
      if (createSchema) {
        schema.migrate(kinds.own());
      } else {
        schema.check(kinds.own());
      }
      Optional<Signals> signals =
          connections.alone(
              connection -> Optional.ofNullable(Listening.on(source, connection, dialect, tables)));
      Durability.check(connections);
      return new JdbcStores(
              connections,
              reading,
              tables,
              codec,
              kinds,
              schema.rooms(createSchema),
              signals.orElse(null))
          .open(model, commandRetention);
    } catch (SQLException e) {
      throw StorageException.ofOpening(e);
    }
  }

  private Database detect() throws SQLException {
    return Connections.lent(source, Database::of);
  }

  /** What can be chosen; not for use by several threads. */
  public static final class Builder {
    private final DataSource source;
    private final Map<String, DocumentTable<Object>> mapped = new HashMap<>();
    private @Nullable DataSource queries;
    private @Nullable Database database;
    private @Nullable ConnectionProvider ambient;
    private @Nullable PayloadCodec codec;
    private String prefix = Tables.DEFAULT_PREFIX;
    private Duration commandRetention = Duration.ofDays(7);
    private boolean createSchema = true;

    private Builder(DataSource source) {
      this.source = source;
    }

    /** Says which database it is; by default the connection is asked. */
    public Builder database(Database newDatabase) {
      database = newDatabase;
      return this;
    }

    /** What the names of the tables begin with; by default {@code cqrs_}. */
    public Builder prefix(String newPrefix) {
      prefix = newPrefix;
      return this;
    }

    /** How payloads become bytes; by default JSON by Jackson. */
    public Builder codec(PayloadCodec newCodec) {
      codec = newCodec;
      return this;
    }

    /** How long a repeated command is recognised; by default 7 days. */
    public Builder commandRetention(Duration newRetention) {
      commandRetention = newRetention;
      return this;
    }

    /**
     * Whether to make and change tables when the storage is opened; by default true. Without it
     * they are only checked, and the user of the database needs no right to change them.
     */
    public Builder createSchema(boolean newCreateSchema) {
      createSchema = newCreateSchema;
      return this;
    }

    /**
     * Where queries read documents from; by default where everything else is. A replica may be
     * behind, in inline views too, so decisions must not rest on what is read there. Give one
     * replica, not a balanced set of them: of two reads the second could see less than the first.
     */
    public Builder queriesOn(DataSource replica) {
      queries = replica;
      return this;
    }

    /** Takes part in the application's own transactions; by default it makes its own. */
    public Builder joining(ConnectionProvider newProvider) {
      ambient = newProvider;
      return this;
    }

    /** Keeps the documents of a type in tables of the application's own. */
    @SuppressWarnings("unchecked")
    public <D> Builder table(DocumentType<D, ?> type, DocumentTable<D> table) {
      mapped.put(type.name(), (DocumentTable<Object>) table);
      return this;
    }

    /**
     * The storage.
     *
     * @throws ConfigurationException when the prefix is not allowed, or the retention is not
     *     positive
     */
    public JdbcStorage build() {
      if (commandRetention.isZero() || commandRetention.isNegative()) {
        throw new ConfigurationException(
            "The retention of commands is " + commandRetention + "; give a positive time.");
      }
      return new JdbcStorage(this);
    }
  }
}
