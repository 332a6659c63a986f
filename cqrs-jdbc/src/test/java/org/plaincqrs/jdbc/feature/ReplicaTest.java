package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.feature.Shop.Bought;
import org.plaincqrs.jdbc.feature.Shop.Buy;
import org.plaincqrs.jdbc.feature.Shop.Spending;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.IQuery;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Versioned;
import org.plaincqrs.subscription.ViewNotReachedException;

/** Queries that read from a replica; the test is the replication. */
class ReplicaTest extends OnEveryDatabase {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Projection<Spending, String> spendings = Shop.spendings();

  private CqrsBuilder shop(FreshDatabase primary, FreshDatabase replica) {
    return Shop.on(
        JdbcStorage.builder(primary.dataSource()).queriesOn(replica.dataSource()).build());
  }

  private DocumentStore tables(FreshDatabase database) {
    StorageModel model =
        new StorageModel(
            EventTypes.of(Bought.class), List.of(Shop.SPENDING), List.of(), Clock.systemUTC());
    return closing(JdbcStorage.on(database.dataSource()).open(model)).documents();
  }

  private static void replicate(DocumentStore replica, long position, Spending spending) {
    replica.advance(
        new Checkpoint("spending", 0, position),
        to -> to.put(Shop.SPENDING, spending.customer(), new Versioned<>(spending, position)));
  }

  /** What a customer has spent. */
  record SpentBy(String customer) implements IQuery<Long> {}

  @ParameterizedTest
  @MethodSource("databases")
  void who_follows_a_query_hears_when_the_view_has_come_to_the_replica(TestDatabase database)
      throws InterruptedException {
    FreshDatabase replica = fresh(database);
    DocumentStore tables = tables(replica);
    CqrsBuilder builder = shop(fresh(database), replica).follow(spendings);
    IReadRepository<Spending, String> view = builder.view(spendings);
    Cqrs shop =
        closing(
            builder
                .query(
                    SpentBy.class,
                    query -> view.find(query.customer()).map(Spending::cents).orElse(0L))
                .build());
    BlockingQueue<Long> answers = new LinkedBlockingQueue<>();
    shop.follow(new SpentBy("ada"), spendings).subscribe(new Collecting(answers));
    assertThat(answers.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isZero();

    shop.send(new Buy("ada", 700));
    assertThat(answers.poll(100, TimeUnit.MILLISECONDS)).isNull();
    replicate(tables, 1, new Spending("ada", 700, false));

    assertThat(answers.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(700);
  }

  private record Collecting(BlockingQueue<Long> answers) implements Flow.Subscriber<Long> {
    @Override
    public void onSubscribe(Flow.Subscription to) {
      to.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Long answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  @ParameterizedTest
  @MethodSource("databases")
  void waiting_for_a_view_waits_until_it_is_in_the_replica(TestDatabase database) {
    FreshDatabase replica = fresh(database);
    DocumentStore tables = tables(replica);
    for (boolean inline : List.of(false, true)) {
      FreshDatabase primary = fresh(database);
      CqrsBuilder builder = shop(primary, replica);
      Cqrs shop = closing((inline ? builder.inline(spendings) : builder.follow(spendings)).build());
      Receipt<Void> receipt = shop.send(new Buy("ada", 700));

      if (!inline) {
        assertThatThrownBy(() -> shop.await(receipt, Duration.ofMillis(50)))
            .isInstanceOf(ViewNotReachedException.class);
        assertThat(shop.view(spendings).find("ada")).isEmpty();
        replicate(tables, 1, new Spending("ada", 700, false));
      }
      shop.await(receipt, SOON);

      assertThat(shop.view(spendings).find("ada")).contains(new Spending("ada", 700, false));
    }
  }
}
