package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.feature.Shop.Bought;
import org.plaincqrs.jdbc.feature.Shop.Buy;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;

/** Commands whose retention is over are deleted, a part at a time, as new ones come. */
class CommandRetentionTest extends OnEveryDatabase {
  private static final Duration RETENTION = Duration.ofMillis(160);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstantSource clock = now::get;

  private Store store(DataSource database) {
    return closing(
        JdbcStorage.builder(database)
            .commandRetention(RETENTION)
            .build()
            .open(
                new StorageModel(
                    EventTypes.of(Bought.class),
                    List.of(),
                    List.of(),
                    clock.withZone(ZoneOffset.UTC))));
  }

  private static void handle(Store store) {
    HandledCommand command =
        new HandledCommand(UUID.randomUUID(), new Buy("ada", 1), Void.class, null);
    store.commit(
        new Commit(command, Metadata.NONE, Instant.now(), List.of(), List.of(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void the_table_does_not_grow_for_ever(TestDatabase database) throws SQLException {
    FreshDatabase db = fresh(database);
    Store store = store(db.dataSource());
    for (int i = 0; i < 50; i++) {
      handle(store);
    }
    now.set(now.get().plus(RETENTION).plusMillis(1));

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int handled = 0;
    while (number(db, "select count(*) from cqrs_commands") != handled
        && System.nanoTime() < deadline) {
      handle(store);
      handled++;
    }

    assertThat(number(db, "select count(*) from cqrs_commands")).isEqualTo(handled);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_driver_that_fails_to_delete_hurts_no_commit(TestDatabase database) throws SQLException {
    FreshDatabase db = fresh(database);
    AtomicInteger refused = new AtomicInteger();
    Store store = store(refusingDeletes(db.dataSource(), refused));

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int handled = 0;
    while (refused.get() == 0 && System.nanoTime() < deadline) {
      handle(store);
      handled++;
    }

    assertThat(refused.get()).isPositive();
    assertThat(number(db, "select count(*) from cqrs_commands")).isEqualTo(handled);
  }

  private static DataSource refusingDeletes(DataSource source, AtomicInteger refused) {
    return proxy(
        DataSource.class,
        source,
        (method, arguments, result) ->
            result instanceof Connection connection
                ? proxy(
                    Connection.class,
                    connection,
                    (inner, statement, prepared) -> {
                      if (inner.getName().equals("prepareStatement")
                          && String.valueOf(statement[0]).startsWith("delete from cqrs_commands")) {
                        refused.incrementAndGet();
                        throw new IllegalStateException("The driver is broken.");
                      }
                      return prepared;
                    })
                : result);
  }

  private interface Changing {
    @Nullable Object result(Method method, Object[] arguments, @Nullable Object result);
  }

  private static <T> T proxy(Class<T> type, T behind, Changing changing) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return changing.result(method, arguments, method.invoke(behind, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
