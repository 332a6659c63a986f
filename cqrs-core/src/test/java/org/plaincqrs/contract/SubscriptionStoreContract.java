package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plaincqrs.contract.ContractModel.PEOPLE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.SubscriptionStore;
import org.plaincqrs.storage.Versioned;

/** What a {@link SubscriptionStore} promises, on every backend. */
public abstract class SubscriptionStoreContract extends StorageFixture {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Set<String> RUNS = Set.of("view 1", "mails 2");
  private static final int NODES = 8;

  private final Race race = new Race(NODES);

  @AfterEach
  void endRace() {
    race.close();
  }

  @Test
  void a_reader_that_was_made_is_there_as_it_was_made() {
    Reader first = Reader.fresh("view", 1, 1, 0, 1, 0);
    Reader second = Reader.fresh("view", 2, 7, 1, 3, 42);

    subscriptions().create(List.of(second, first));

    assertThat(readers()).containsExactly(first, second);
    assertThat(documents(first)).isZero();
    assertThat(documents(second)).isEqualTo(42);
  }

  @Test
  void the_first_build_is_active_and_later_ones_are_not() {
    subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));
    subscriptions().create(List.of(Reader.fresh("view", 2, 1, 0, 1, 0)));

    assertThat(readers()).extracting(Reader::active).containsExactly(true, false);
  }

  @Test
  void a_reader_made_twice_stays_as_it_is() {
    Reader claimed = claimed("view");
    move(claimed, 0, 9);

    subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 5)));

    assertThat(reader("view").position()).isEqualTo(9);
    assertThat(reader("view").epoch()).isEqualTo(1);
    assertThat(reader("view").node()).isEqualTo("node");
  }

  @Test
  void a_reader_takes_over_the_checkpoint_of_an_inline_view() {
    assertThat(store().documents().advance(new Checkpoint("view", 0, 12), work -> {})).isTrue();

    subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));

    assertThat(reader("view").position()).isEqualTo(12);
  }

  @Test
  void checkpoints_that_nobody_claims_are_no_readers() {
    store().documents().advance(new Checkpoint("view", 0, 12), work -> {});

    assertThat(readers()).isEmpty();
  }

  @Test
  void readers_come_in_order_of_name_build_and_part() {
    subscriptions()
        .create(
            List.of(
                Reader.fresh("b", 1, 1, 0, 1, 0),
                Reader.fresh("a", 10, 1, 0, 1, 0),
                Reader.fresh("a", 2, 1, 11, 12, 0),
                Reader.fresh("a", 2, 1, 2, 12, 0)));

    assertThat(readers())
        .extracting(each -> each.subscription() + each.build() + "/" + each.part())
        .containsExactly("a2/2", "a2/11", "a10/0", "b1/0");
  }

  @Test
  void names_with_any_characters_are_kept_apart() {
    subscriptions()
        .create(
            List.of(
                Reader.fresh("View", 1, 1, 0, 1, 1),
                Reader.fresh("view", 1, 1, 0, 1, 2),
                Reader.fresh("view ", 1, 1, 0, 1, 3),
                Reader.fresh("v'%_\\\n\u00e9\ud83d\ude00", 1, 1, 0, 1, 4)));

    assertThat(readers()).hasSize(4);
    assertThat(reader("view").position()).isEqualTo(2);
    assertThat(reader("view ").position()).isEqualTo(3);
    assertThat(reader("v'%_\\\n\u00e9\ud83d\ude00").position()).isEqualTo(4);
  }

  @Test
  void a_node_is_alive_until_its_term_is_over() throws Exception {
    subscriptions().beat("long", RUNS, LONG);
    subscriptions().beat("short", Set.of(), SHORT);
    assertThat(subscriptions().roster().nodes()).isEqualTo(Map.of("long", RUNS, "short", Set.of()));

    pass(SHORT);

    assertThat(subscriptions().roster().nodes()).containsOnlyKeys("long");
  }

  @Test
  void a_beat_begins_a_new_term() throws Exception {
    subscriptions().beat("node", RUNS, SHORT);
    pass(SHORT);
    subscriptions().beat("node", Set.of("other 1"), LONG);

    assertThat(subscriptions().roster().nodes()).isEqualTo(Map.of("node", Set.of("other 1")));
  }

  @Test
  void a_node_that_leaves_frees_what_it_runs() {
    claimed("view");

    subscriptions().leave("node");

    assertThat(subscriptions().roster().nodes()).isEmpty();
    assertThat(reader("view").node()).isNull();
    assertThat(claim("other")).isPresent();
  }

  @Test
  void a_claim_begins_an_epoch_and_names_the_node() {
    subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 7)));

    Reader claimed = claim("node").orElseThrow();

    assertThat(claimed.epoch()).isEqualTo(1);
    assertThat(claimed.node()).isEqualTo("node");
    assertThat(claimed.position()).isEqualTo(7);
    assertThat(reader("view")).isEqualTo(claimed);
  }

  @Test
  void what_a_living_node_runs_nobody_else_can_claim() {
    claimed("view");

    assertThat(claim("other")).isEmpty();
    assertThat(reader("view").node()).isEqualTo("node");
  }

  @Test
  void what_a_dead_node_ran_can_be_claimed() throws Exception {
    subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));
    subscriptions().beat("node", RUNS, SHORT);
    assertThat(subscriptions().claim(reader("view"), "node")).isPresent();
    pass(SHORT);

    assertThat(reader("view").node()).isNull();
    assertThat(claim("other").orElseThrow().epoch()).isEqualTo(2);
  }

  @Test
  void a_reader_that_was_claimed_since_it_was_seen_is_not_claimed_again() {
    subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));
    Reader seen = reader("view");
    Reader claimed = claim("node").orElseThrow();
    subscriptions().release(claimed);

    assertThat(subscriptions().claim(seen, "other")).isEmpty();
  }

  @Test
  void of_racing_claims_exactly_one_wins() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "view " + round;
      subscriptions().create(List.of(Reader.fresh(name, 1, 1, 0, 1, 0)));
      Reader seen = reader(name);

      List<Optional<Reader>> won =
          race.run(
              i -> {
                subscriptions().beat("node " + i, RUNS, LONG);
                return subscriptions().claim(seen, "node " + i);
              });

      assertThat(won).filteredOn(Optional::isPresent).hasSize(1);
    }
  }

  @Test
  void a_claimed_reader_moves_in_its_epoch_only() {
    Reader claimed = claimed("view");
    assertThat(move(claimed, 0, 5)).isTrue();
    subscriptions().leave("node");
    Reader others = claim("other").orElseThrow();

    assertThat(move(claimed, 5, 9)).isFalse();
    assertThat(store().documents().advance(new Checkpoint("view", 5, 9), work -> {})).isFalse();
    assertThat(move(others, 5, 6)).isTrue();
    assertThat(documents(others)).isEqualTo(6);
  }

  @Test
  void a_node_that_has_lost_a_reader_writes_nothing_for_it() {
    Reader claimed = claimed("view");
    subscriptions().leave("node");
    claim("other");

    store()
        .documents()
        .advance(
            new Checkpoint("view", 0, 1, claimed.epoch()),
            work -> work.put(PEOPLE, "ann", new Versioned<>(Person.named("Ann"), 1)));

    assertThat(store().documents().find(PEOPLE, "ann")).isEmpty();
    assertThat(subscriptions().report(claimed, "live")).isFalse();
  }

  @Test
  void a_reader_that_came_back_is_in_another_epoch() {
    Reader first = claimed("view");
    subscriptions().release(first);
    subscriptions().release(claim("other").orElseThrow());
    Reader again = claim("node").orElseThrow();

    assertThat(again.epoch()).isEqualTo(3);
    assertThat(move(first, 0, 5)).isFalse();
    assertThat(move(again, 0, 5)).isTrue();
  }

  @Test
  void a_released_reader_is_free() {
    Reader claimed = claimed("view");

    subscriptions().release(claimed);

    assertThat(reader("view").node()).isNull();
    assertThat(claim("other")).isPresent();
  }

  @Test
  void who_has_lost_a_reader_cannot_release_it() {
    Reader claimed = claimed("view");
    subscriptions().leave("node");
    claim("other");

    subscriptions().release(claimed);

    assertThat(reader("view").node()).isEqualTo("other");
  }

  @Test
  void several_checkpoints_move_at_once_and_those_that_do_not_fit_stay() {
    Reader claimed = claimed("view");
    subscriptions().create(List.of(Reader.fresh("mails", 1, 1, 0, 1, 0)));

    store()
        .documents()
        .advance(
            List.of(
                new Checkpoint("view", 0, 4, claimed.epoch()),
                new Checkpoint("mails", 3, 4),
                new Checkpoint("mails", 0, 8, 1)));

    assertThat(reader("view").position()).isEqualTo(4);
    assertThat(reader("mails").position()).isZero();
  }

  @Test
  void what_is_reported_others_can_read() {
    Reader claimed = claimed("view");
    String anything = "failed: \"quoted\" \u00e9\ud83d\ude00\n".repeat(300);

    assertThat(subscriptions().report(claimed, anything)).isTrue();

    assertThat(reader("view").status()).isEqualTo(anything);
  }

  @Test
  void a_subscription_is_paused_and_goes_on_with_all_its_parts() {
    subscriptions()
        .create(
            List.of(
                Reader.fresh("view", 1, 1, 0, 2, 0),
                Reader.fresh("view", 1, 1, 1, 2, 0),
                Reader.fresh("mails", 1, 1, 0, 1, 0)));

    subscriptions().pause("view", true);
    assertThat(readers()).extracting(Reader::paused).containsExactly(false, true, true);

    subscriptions().pause("view", false);
    assertThat(readers()).extracting(Reader::paused).containsOnly(false);
  }

  @Test
  void a_reset_reader_is_where_it_was_set_and_free() {
    Reader claimed = claimed("view");
    move(claimed, 0, 100);

    subscriptions().reset(reader("view"), 30);

    assertThat(reader("view").position()).isEqualTo(30);
    assertThat(reader("view").node()).isNull();
    assertThat(move(claimed, 100, 110)).isFalse();
    assertThat(move(claimed, 30, 110)).isFalse();
    assertThat(claim("node").orElseThrow().position()).isEqualTo(30);
  }

  @Test
  void a_build_takes_over_in_one_step() {
    subscriptions()
        .create(
            List.of(
                Reader.fresh("view", 1, 1, 0, 1, 0),
                Reader.fresh("view", 2, 1, 0, 2, 0),
                Reader.fresh("view", 2, 1, 1, 2, 0),
                Reader.fresh("mails", 1, 1, 0, 1, 0)));

    assertThat(subscriptions().activate("view", 2, 1)).isTrue();

    assertThat(readers()).extracting(Reader::active).containsExactly(true, false, true, true);
  }

  @Test
  void a_build_takes_over_from_the_one_that_was_seen_only() {
    subscriptions()
        .create(
            List.of(
                Reader.fresh("view", 1, 1, 0, 1, 0),
                Reader.fresh("view", 2, 1, 0, 1, 0),
                Reader.fresh("view", 3, 1, 0, 1, 0)));

    assertThat(subscriptions().activate("view", 3, 2)).isFalse();
    assertThat(subscriptions().activate("view", 4, 1)).isFalse();
    assertThat(subscriptions().activate("view", 2, 1)).isTrue();
    assertThat(subscriptions().activate("view", 3, 1)).isFalse();

    assertThat(readers()).extracting(Reader::active).containsExactly(false, true, false);
  }

  @Test
  void of_racing_builds_exactly_one_takes_over() throws Exception {
    for (int build = 1; build <= NODES + 1; build++) {
      subscriptions().create(List.of(Reader.fresh("view", build, 1, 0, 1, 0)));
    }

    List<Boolean> won = race.run(i -> subscriptions().activate("view", i + 2, 1));

    assertThat(won).filteredOn(each -> each).hasSize(1);
    assertThat(readers()).filteredOn(Reader::active).hasSize(1);
  }

  @Test
  void a_build_is_replaced_in_one_step_at_the_lowest_of_its_positions() {
    subscriptions()
        .create(List.of(Reader.fresh("view", 1, 1, 0, 2, 7), Reader.fresh("view", 1, 1, 1, 2, 5)));
    subscriptions().beat("node", RUNS, LONG);
    Reader claimed = subscriptions().claim(readers().get(0), "node").orElseThrow();

    assertThat(subscriptions().replace("view", 1, List.of(Reader.fresh("view", 2, 2, 0, 1, 0))))
        .isTrue();

    assertThat(readers()).hasSize(1);
    assertThat(readers().get(0).build()).isEqualTo(2);
    assertThat(readers().get(0).active()).isTrue();
    assertThat(readers().get(0).position()).isEqualTo(5);
    assertThat(readers().get(0).epoch()).isEqualTo(2);
    assertThat(move(claimed, 7, 9)).isFalse();
    assertThat(subscriptions().replace("view", 1, List.of(Reader.fresh("view", 3, 2, 0, 1, 0))))
        .isFalse();
    assertThat(readers()).extracting(Reader::build).containsExactly(2);
  }

  @Test
  void a_build_is_replaced_by_another_version_of_itself() {
    Reader claimed = claimed("view");
    move(claimed, 0, 4);

    assertThat(subscriptions().replace("view", 1, List.of(Reader.fresh("view", 1, 2, 0, 1, 0))))
        .isTrue();

    assertThat(reader("view").version()).isEqualTo(2);
    assertThat(reader("view").position()).isEqualTo(4);
    assertThat(reader("view").node()).isNull();
    assertThat(move(claimed, 4, 9)).isFalse();
  }

  @Test
  void a_removed_build_is_gone_with_its_checkpoints() {
    subscriptions()
        .create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0), Reader.fresh("view", 2, 1, 0, 1, 9)));

    subscriptions().remove("view", 2);

    assertThat(readers()).extracting(Reader::build).containsExactly(1);
    assertThat(store().documents().checkpoint("view#2")).isZero();
  }

  @Test
  void the_generation_changes_with_what_others_should_look_at() {
    Changes changes = new Changes();
    subscriptions().beat("node", RUNS, LONG);
    changes.noticed("a node comes");
    subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));
    subscriptions().create(List.of(Reader.fresh("view", 2, 1, 0, 1, 0)));
    changes.noticed("a reader is made");
    Reader claimed = subscriptions().claim(reader("view"), "node").orElseThrow();
    subscriptions().pause("view", true);
    changes.noticed("a pause");
    subscriptions().activate("view", 2, 1);
    changes.noticed("a build takes over");
    subscriptions().release(claimed);
    changes.noticed("a reader is freed");
    subscriptions().reset(claimed, 0);
    changes.noticed("a reader is set elsewhere");
    subscriptions().remove("view", 1);
    changes.noticed("a build is removed");
    subscriptions().leave("node");
    changes.noticed("a node goes");
  }

  @Test
  void the_generation_does_not_change_with_what_happens_all_the_time() {
    Reader claimed = claimed("view");
    long before = subscriptions().generation();

    subscriptions().beat("node", RUNS, LONG);
    move(claimed, 0, 5);
    subscriptions().report(claimed, "live");
    subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));
    subscriptions().roster();

    assertThat(subscriptions().generation()).isEqualTo(before);
  }

  @Test
  void a_restart_keeps_all_of_it() {
    Reader claimed = claimed("view");
    move(claimed, 0, 5);
    subscriptions().pause("view", true);
    subscriptions().report(claimed, "paused");
    List<Reader> before = readers();
    long generation = subscriptions().generation();

    reopen();

    assertThat(readers()).isEqualTo(before);
    assertThat(subscriptions().generation()).isEqualTo(generation);
    assertThat(subscriptions().roster().nodes()).isEqualTo(Map.of("node", RUNS));
  }

  @Test
  void room_for_documents_is_made_and_dropped_while_open() {
    DocumentType<Person, String> built = PEOPLE.named(Reader.built(PEOPLE.name(), 2));
    store().documents().create(built);
    store().documents().create(built);
    store().documents().write(to -> to.put(built, "ann", new Versioned<>(Person.named("A"), 1)));
    store().documents().write(to -> to.put(PEOPLE, "ann", new Versioned<>(Person.named("B"), 1)));

    assertThat(store().documents().find(built, "ann").orElseThrow().document().name())
        .isEqualTo("A");
    assertThat(store().documents().find(PEOPLE, "ann").orElseThrow().document().name())
        .isEqualTo("B");
    store().documents().drop(built);
    store().documents().drop(built);
    store().documents().create(built);
    assertThat(store().documents().count(built)).isZero();
    assertThat(store().documents().count(PEOPLE)).isEqualTo(1);
  }

  /** Whether the generation has changed since it was last looked at. */
  private final class Changes {
    private long seen = subscriptions().generation();

    private void noticed(String what) {
      long now = subscriptions().generation();
      assertThat(now).as(what).isGreaterThan(seen);
      seen = now;
    }
  }

  private SubscriptionStore subscriptions() {
    return store().subscriptions();
  }

  private List<Reader> readers() {
    return subscriptions().roster().readers();
  }

  private Reader reader(String name) {
    return readers().stream()
        .filter(each -> each.subscription().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A reader of that name, which the living node "node" runs. */
  private Reader claimed(String name) {
    subscriptions().create(List.of(Reader.fresh(name, 1, 1, 0, 1, 0)));
    subscriptions().beat("node", RUNS, LONG);
    return subscriptions().claim(reader(name), "node").orElseThrow();
  }

  private Optional<Reader> claim(String node) {
    subscriptions().beat(node, RUNS, LONG);
    return subscriptions().claim(reader("view"), node);
  }

  private boolean move(Reader reader, long from, long to) {
    return store()
        .documents()
        .advance(new Checkpoint(reader.owner(), from, to, reader.epoch()), work -> {});
  }

  private long documents(Reader reader) {
    return store().documents().checkpoint(reader.owner());
  }

  private static void pass(Duration time) throws InterruptedException {
    new CountDownLatch(1).await(time.toMillis() * 3 / 2, TimeUnit.MILLISECONDS);
  }
}
