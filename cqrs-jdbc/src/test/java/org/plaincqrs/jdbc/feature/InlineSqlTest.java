package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.JdbcTransaction;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.feature.Shop.Bought;
import org.plaincqrs.jdbc.feature.Shop.Spending;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/** Inline projections that write SQL of their own in the commit's transaction. */
class InlineSqlTest extends OnEveryDatabase {
  private static final EventTypes EVENTS = EventTypes.of(Bought.class);

  /** Writes a row for every event, and a document; refuses what costs less than nothing. */
  private static final class Ledger implements InlineProjection {
    @Override
    public String name() {
      return "ledger";
    }

    @Override
    public void apply(List<RecordedEvent> events, DocumentTransaction transaction) {
      for (RecordedEvent event : events) {
        Bought bought = (Bought) event.payload();
        transaction.put(
            Shop.SPENDING,
            bought.customer(),
            new Versioned<>(
                new Spending(bought.customer(), bought.cents(), false), event.position()));
        insert(bought, (JdbcTransaction) transaction);
        if (bought.cents() < 0) {
          throw new IllegalStateException("no gifts");
        }
      }
    }

    private static void insert(Bought bought, JdbcTransaction transaction) {
      try (PreparedStatement insert =
          transaction.connection().prepareStatement("insert into ledger values (?, ?)")) {
        insert.setString(1, bought.customer());
        insert.setLong(2, bought.cents());
        insert.executeUpdate();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Store store(FreshDatabase database) throws SQLException {
    execute(database, "create table ledger (customer varchar(255) primary key, cents bigint)");
    return closing(
        JdbcStorage.on(database.dataSource())
            .open(
                new StorageModel(
                    EVENTS, List.of(Shop.SPENDING), List.of(new Ledger()), Clock.systemUTC())));
  }

  private static Commit buy(String customer, long cents) {
    Bought bought = new Bought(customer, cents);
    NewEvent event = new NewEvent(UUID.randomUUID(), customer, EVENTS.of(bought), bought, Set.of());
    return new Commit(null, Metadata.NONE, Instant.now(), List.of(), List.of(event), List.of());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void its_rows_come_and_go_with_the_commit(TestDatabase database) throws SQLException {
    FreshDatabase db = fresh(database);
    Store store = store(db);

    store.commit(buy("ada", 700));
    assertThatThrownBy(() -> store.commit(buy("bob", -1))).hasMessage("no gifts");

    assertThat(number(db, "select count(*) from ledger")).isEqualTo(1);
    assertThat(store.log().head()).isEqualTo(1);
    assertThat(store.documents().find(Shop.SPENDING, "ada")).isPresent();
    assertThat(store.documents().find(Shop.SPENDING, "bob")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void an_application_wires_it_with_the_documents_that_it_writes(TestDatabase database)
      throws SQLException {
    FreshDatabase db = fresh(database);
    execute(db, "create table ledger (customer varchar(255) primary key, cents bigint)");
    CqrsBuilder wiring =
        Shop.on(JdbcStorage.on(db.dataSource())).inline(new Ledger(), Shop.SPENDING);
    IReadRepository<Spending, String> spendings = wiring.states(Shop.SPENDING);
    try (Cqrs shop = wiring.build()) {
      shop.send(new Shop.Buy("ada", 700));
      assertThatThrownBy(() -> shop.send(new Shop.Buy("bob", -1))).hasMessage("no gifts");

      assertThat(number(db, "select count(*) from ledger")).isEqualTo(1);
      assertThat(spendings.find("ada")).contains(new Spending("ada", 700, false));
      assertThat(spendings.find("bob")).isEmpty();
    }
  }

  @Test
  void under_a_name_that_is_taken_it_is_refused() {
    CqrsBuilder wiring = Shop.on(JdbcStorage.on(fresh(TestDatabase.H2).dataSource()));
    wiring.inline(new Ledger(), Shop.SPENDING);

    assertThatThrownBy(() -> wiring.inline(new Ledger()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'ledger' is wired twice");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void sql_that_the_database_refuses_refuses_that_commit_alone(TestDatabase database)
      throws SQLException {
    FreshDatabase db = fresh(database);
    Store store = store(db);
    store.commit(buy("ada", 700));

    assertThatThrownBy(() -> store.commit(buy("ada", 1))).hasCauseInstanceOf(SQLException.class);
    store.commit(buy("bob", 5));

    assertThat(number(db, "select sum(cents) from ledger")).isEqualTo(705);
    assertThat(store.log().head()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void of_many_commits_at_once_each_stands_for_itself(TestDatabase database) throws Exception {
    FreshDatabase db = fresh(database);
    Store store = store(db);
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Commit commit = buy("customer " + i, i % 5 == 0 ? -1 : 1);
        outcomes.add(callers.submit(() -> goesThrough(store, commit)));
      }

      for (int i = 0; i < outcomes.size(); i++) {
        assertThat(outcomes.get(i).get()).isEqualTo(i % 5 != 0);
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(number(db, "select sum(cents) from ledger")).isEqualTo(160);
    assertThat(number(db, "select count(*) from ledger")).isEqualTo(160);
    assertThat(store.log().head()).isEqualTo(160);
    assertThat(store.documents().count(Shop.SPENDING)).isEqualTo(160);
    assertThat(store.documents().checkpoint("ledger")).isEqualTo(160);
  }

  private static boolean goesThrough(Store store, Commit commit) {
    try {
      return store.commit(commit) instanceof Verdict.Committed;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
