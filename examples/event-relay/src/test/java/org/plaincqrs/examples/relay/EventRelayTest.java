package org.plaincqrs.examples.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plaincqrs.Cqrs;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.codec.JacksonCodec;
import org.plaincqrs.storage.EventPage;

/** The relay on a broker of Kafka's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class EventRelayTest {
  private static final Duration TERM = Duration.ofSeconds(2);
  private static final int ACCOUNTS = 40;
  private static final int KILLS = 6;

  private Broker broker;

  @TempDir private Path folder;

  @BeforeAll
  void start() throws Exception {
    broker = new Broker();
  }

  @AfterAll
  void stop() throws Exception {
    broker.close();
  }

  private String url(String name) {
    return "jdbc:sqlite:"
        + folder.resolve(name)
        + "?journal_mode=WAL&synchronous=FULL&busy_timeout=30000";
  }

  private static HikariDataSource source(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  @Test
  void an_event_comes_with_its_stream_as_key_and_all_that_is_known_of_it() throws Exception {
    broker.create("known");
    try (HikariDataSource source = source(url("known"));
        KafkaSink sink = new KafkaSink(broker.servers(), "known", new JacksonCodec());
        Cqrs accounts = Accounts.relaying(JdbcStorage.on(source), sink, TERM)) {
      accounts.send(new Move("ada", 500));
      accounts.send(new Move("ada", -20));
      awaitRelayed(accounts);

      List<RecordedEvent> log = log(accounts);
      List<ConsumerRecord<String, byte[]>> records = broker.read("known");
      assertThat(records)
          .extracting(record -> new String(record.value(), UTF_8))
          .containsExactly(
              "{\"account\":\"ada\",\"cents\":500}", "{\"account\":\"ada\",\"cents\":20}");
      for (int i = 0; i < records.size(); i++) {
        ConsumerRecord<String, byte[]> record = records.get(i);
        assertThat(record.key()).isEqualTo("ada");
        assertThat(header(record, "ce_id")).isEqualTo(log.get(i).id().toString());
        assertThat(header(record, "ce_position")).isEqualTo(Integer.toString(i + 1));
        assertThat(header(record, "ce_time")).isEqualTo(log.get(i).time().toString());
        assertThat(header(record, "content-type")).isEqualTo("application/json");
      }
      assertThat(header(records.get(1), "ce_type")).isEqualTo("withdrawn.v1");
    }
  }

  @Test
  void nothing_is_lost_and_order_is_kept_though_the_relay_is_killed() throws Exception {
    broker.create("killed");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (HikariDataSource source = source(url("killed"));
        Cqrs accounts = Accounts.without(JdbcStorage.on(source));
        Deposits deposits = new Deposits(accounts, ACCOUNTS)) {
      for (int i = 0; i < KILLS; i++) {
        RelayProcess relay = relay("killed");
        TimeUnit.MILLISECONDS.sleep(TERM.toMillis() + random.nextInt(2_500));
        relay.kill();
      }
      deposits.stop();
      try (RelayProcess relay = relay("killed")) {
        awaitIn("killed", accounts.log().head(), relay);
      }

      List<RecordedEvent> log = log(accounts);
      List<ConsumerRecord<String, byte[]>> records = broker.read("killed");
      System.out.printf(
          "kill -9 of the relay, seed %d: %d events, %d records%n",
          seed, log.size(), records.size());
      assertThat(byStream(newOnes(records))).isEqualTo(byStreamInLog(log));
    }
  }

  @Test
  void a_broker_that_is_away_is_waited_for() throws Exception {
    broker.create("away");
    try (HikariDataSource source = source(url("away"));
        KafkaSink sink = new KafkaSink(broker.servers(), "away", new JacksonCodec());
        Cqrs accounts = Accounts.relaying(JdbcStorage.on(source), sink, TERM)) {
      accounts.send(new Move("ada", 1));
      awaitRelayed(accounts);
      broker.stop();
      for (int i = 0; i < 20; i++) {
        accounts.send(new Move("ada", 2 + i));
      }
      TimeUnit.SECONDS.sleep(3);
      assertThat(accounts.subscriptions().statuses(Accounts.RELAY).get(0).lag()).isPositive();
      broker.start();
      awaitRelayed(accounts);

      assertThat(byStream(newOnes(broker.read("away")))).isEqualTo(byStreamInLog(log(accounts)));
    }
  }

  @Test
  void what_is_handed_over_again_is_known_by_its_position() throws Exception {
    broker.create("again");
    try (HikariDataSource source = source(url("again"));
        KafkaSink sink = new KafkaSink(broker.servers(), "again", new JacksonCodec());
        Cqrs accounts = Accounts.without(JdbcStorage.on(source))) {
      List<RecordedEvent> log = someEvents(accounts);

      sink.send(log.subList(0, 6));
      sink.send(log.subList(3, 10));

      assertThat(broker.read("again")).hasSize(13);
      assertThat(byStream(newOnes(broker.read("again")))).isEqualTo(byStreamInLog(log));
    }
  }

  @Test
  void a_relay_that_was_taken_for_dead_is_shut_out() throws Exception {
    broker.create("taken");
    try (HikariDataSource source = source(url("taken"));
        KafkaSink old = new KafkaSink(broker.servers(), "taken", new JacksonCodec());
        KafkaSink next = new KafkaSink(broker.servers(), "taken", new JacksonCodec());
        Cqrs accounts = Accounts.without(JdbcStorage.on(source))) {
      List<RecordedEvent> log = someEvents(accounts);
      old.send(log.subList(0, 2));
      next.send(log.subList(2, 6));

      assertThatThrownBy(() -> old.send(log.subList(2, 4))).isInstanceOf(KafkaException.class);

      next.send(log.subList(6, 10));
      assertThat(byStream(broker.read("taken"))).isEqualTo(byStreamInLog(log));
    }
  }

  private static List<RecordedEvent> someEvents(Cqrs accounts) {
    for (int i = 0; i < 10; i++) {
      accounts.send(new Move("account-" + i % 2, 1 + i));
    }
    return log(accounts);
  }

  private RelayProcess relay(String topic) throws Exception {
    return RelayProcess.start(url(topic), broker.servers(), topic);
  }

  private static void awaitRelayed(Cqrs accounts) {
    accounts.subscriptions().await(Accounts.RELAY, accounts.log().head(), Duration.ofSeconds(60));
  }

  /** What is in the topic is asked of the topic. */
  private void awaitIn(String topic, long head, RelayProcess relay) throws Exception {
    while (newOnes(broker.read(topic)).size() < head) {
      assertThat(relay.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static List<ConsumerRecord<String, byte[]>> newOnes(
      List<ConsumerRecord<String, byte[]>> records) {
    NewEvents newEvents = new NewEvents();
    return records.stream().filter(newEvents::isNew).toList();
  }

  private static Map<String, List<String>> byStream(List<ConsumerRecord<String, byte[]>> records) {
    Map<String, List<String>> ids = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      ids.computeIfAbsent(record.key(), stream -> new ArrayList<>()).add(header(record, "ce_id"));
    }
    return ids;
  }

  private static Map<String, List<String>> byStreamInLog(List<RecordedEvent> log) {
    Map<String, List<String>> ids = new HashMap<>();
    for (RecordedEvent event : log) {
      ids.computeIfAbsent(event.stream(), stream -> new ArrayList<>()).add(event.id().toString());
    }
    return ids;
  }

  private static List<RecordedEvent> log(Cqrs accounts) {
    List<RecordedEvent> events = new ArrayList<>();
    EventPage page;
    long after = 0;
    do {
      page = accounts.log().read(EventQuery.all(), after, 1_000);
      events.addAll(page.events());
      after = page.through();
    } while (page.more());
    return events;
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
