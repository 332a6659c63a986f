package org.plaincqrs.examples.catalog.stores;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;

/** A storage, and the pool of connections that it needs; close it after the library has. */
final class OpenStore implements Storage, AutoCloseable {
  /** Some read while one commits for all that wait; more would only wait for the same disk. */
  private static final int CONNECTIONS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * A start after an import that was killed sends its commands again, however much later; each must
   * be known then.
   */
  private static final Duration RETENTION = Duration.ofDays(36_500);

  private final String place;
  private final @Nullable JdbcUrl url;
  private final @Nullable HikariDataSource pool;
  private final Storage storage;

  private OpenStore() {
    place = "memory";
    url = null;
    pool = null;
    storage = new InMemoryStorage();
  }

  private OpenStore(JdbcUrl url, HikariDataSource pool, String prefix) {
    place = url + ", tables " + prefix + "*";
    this.url = url;
    this.pool = pool;
    storage = JdbcStorage.builder(pool).prefix(prefix).commandRetention(RETENTION).build();
  }

  static OpenStore inMemory() {
    return new OpenStore();
  }

  /**
   * A database's tables under a prefix.
   *
   * @throws StoreUnusableException when the database can't be reached
   */
  static OpenStore in(JdbcUrl url, String prefix) {
    return new OpenStore(url, pool(url), prefix);
  }

  /** Where it is, for people. */
  String place() {
    return place;
  }

  /** Whether it outlives the process. */
  boolean isDurable() {
    return pool != null;
  }

  /**
   * Opens the storage.
   *
   * @throws StoreUnusableException when its tables don't fit, or can't be made
   */
  @Override
  public Store open(StorageModel model) {
    try {
      return storage.open(model);
    } catch (CqrsException e) {
      throw url == null ? e : unusable(url, e);
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }

  private static HikariDataSource pool(JdbcUrl url) {
    try {
      HikariConfig config = new HikariConfig();
      config.setDriverClassName(url.driver().orElseThrow());
      config.setJdbcUrl(url.secretText());
      config.setMaximumPoolSize(CONNECTIONS);
      config.setConnectionTimeout(PATIENCE.toMillis());
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw unusable(url, e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException e) {
      // What a driver thinks of a URL comes as whatever it likes.
      throw unusable(url, e);
    }
  }

  private static StoreUnusableException unusable(JdbcUrl url, Throwable cause) {
    return new StoreUnusableException(
        url.masked("The store %s can't be used: %s".formatted(url, cause.getMessage())), cause);
  }
}
