package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plaincqrs.contract.Notes.SOON;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.Notes.Deposit;
import org.plaincqrs.contract.Notes.Note;
import org.plaincqrs.contract.Notes.NoteMany;
import org.plaincqrs.contract.Notes.Page;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.projection.Fold;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.subscription.ViewFailedException;

/** One definition, kept or computed: live projections and folds, on every backend. */
@Timeout(120)
public abstract class ComputedViewContract extends ApplicationFixture {
  /** The sum of all deposits, and how many there were. */
  public record Total(int amount, int deposits) {
    Total plus(Deposited deposited) {
      return new Total(amount + deposited.amount(), deposits + 1);
    }
  }

  /** Adds an event with a tag. */
  record Tagging(UUID id, String tag, int amount) implements ICommand<@Nullable Void> {
    Tagging(String tag, int amount) {
      this(UUID.randomUUID(), tag, amount);
    }
  }

  private static final Index<Page, Integer> BY_COUNT =
      Index.of("count", Integer.class, Page::count);
  private static final Index<Page, String> BY_LAST = Index.of("last", String.class, Page::last);

  /** Pages that are gone when "gone" is noted on them. */
  private final Projection<Page, String> pages =
      Projection.into(DocumentType.of("pages", Page.class, String.class).indexedBy(BY_COUNT))
          .onRecorded(
              Noted.class,
              event -> String.valueOf(event.stream()),
              (page, event) ->
                  Notes.text(event).equals("gone")
                      ? null
                      : new Page(
                          String.valueOf(event.stream()),
                          page == null ? 1 : page.count() + 1,
                          Notes.text(event)))
          .build();

  private final Fold<Total> total =
      Projection.fold("total", new Total(0, 0)).on(Deposited.class, Total::plus).build();

  private static CqrsBuilder tagging(CqrsBuilder builder) {
    return builder.execute(
        Tagging.class,
        (tagging, work) ->
            work.appendTagged(new Deposited(tagging.amount()), Tag.of("tag", tagging.tag())));
  }

  // Live projections

  @Test
  void a_live_view_is_equal_to_the_one_that_is_kept() {
    Cqrs kept = open(Notes.on(storage(), "kept").inline(pages));
    kept.send(new NoteMany(List.of("b", "\ud83d\ude00", "\uff5e", "a"), 2));
    kept.send(new Note("c", "once"));
    kept.send(new Note("a", "gone"));
    IReadRepository<Page, String> expected = kept.view(pages);

    IReadRepository<Page, String> live = open(Notes.on(storage(), "live").live(pages)).view(pages);

    assertThat(live.all()).isEqualTo(expected.all().toList()).hasSize(4);
    assertThat(live.count()).isEqualTo(4);
    assertThat(live.findBy(BY_COUNT, 2)).isEqualTo(expected.findBy(BY_COUNT, 2)).hasSize(3);
    assertThat(live.findBy(BY_COUNT, 7)).isEmpty();
    assertThat(live.find("c")).contains(new Page("c", 1, "once"));
    assertThat(live.find("a")).isEmpty();
    assertThatThrownBy(() -> live.findBy(BY_LAST, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Index 'last' is not declared on document type 'pages'; add it with indexedBy().");
  }

  @Test
  void a_live_view_is_never_behind() {
    CqrsBuilder builder = Notes.on(storage()).live(pages);
    IReadRepository<Page, String> live = builder.view(pages);
    assertThatThrownBy(() -> live.find("a")).hasMessageContaining("The wiring is not built yet");
    Cqrs cqrs = open(builder);

    for (int i = 1; i <= 20; i++) {
      cqrs.send(new Note("a", "x"));
      assertThat(live.find("a")).contains(new Page("a", i, "x"));
    }
    cqrs.await(pages, cqrs.log().head(), SOON);
  }

  @Test
  void a_long_log_is_computed_whole() {
    Cqrs cqrs = open(Notes.on(storage()).live(pages));
    cqrs.send(new NoteMany(List.of("a", "b", "c"), 1_100));

    assertThat(cqrs.view(pages).find("b")).contains(new Page("b", 1_100, "1099"));
    assertThat(cqrs.view(pages).all()).extracting(Page::count).containsOnly(1_100);
    cqrs.send(new Note("b", "gone"));
    assertThat(cqrs.view(pages).find("b")).isEmpty();
    assertThat(cqrs.view(pages).count()).isEqualTo(2);
  }

  @Test
  void a_projection_is_computed_from_one_stream_or_from_what_matches_a_query() {
    Cqrs cqrs = open(tagging(Notes.on(storage())));
    cqrs.send(new Deposit("a", 1));
    cqrs.send(new Deposit("b", 2));
    cqrs.send(new Tagging("red", 4));
    cqrs.send(new Tagging("blue", 8));
    IReadRepository<Total, String> ofA = cqrs.live(total, "a");
    IReadRepository<Total, String> red = cqrs.live(total, EventQuery.tags(Tag.of("tag", "red")));

    assertThat(total.valueIn(ofA)).isEqualTo(new Total(1, 1));
    assertThat(total.valueIn(red)).isEqualTo(new Total(4, 1));
    assertThat(total.valueIn(cqrs.live(total, "nobody"))).isEqualTo(new Total(0, 0));
    assertThat(total.valueIn(cqrs.live(total, EventQuery.types(Set.of("Deposited")))))
        .isEqualTo(new Total(15, 4));
    cqrs.send(new Deposit("a", 16));
    cqrs.send(new Tagging("red", 32));
    assertThat(total.valueIn(ofA)).isEqualTo(new Total(17, 2));
    assertThat(total.valueIn(red)).isEqualTo(new Total(36, 2));
  }

  @Test
  void a_projection_of_unknown_events_is_refused() {
    record Unknown() {}
    Fold<Total> unknown =
        Projection.fold("unknown", new Total(0, 0))
            .on(Unknown.class, (value, event) -> value)
            .build();
    Cqrs cqrs = open(Notes.on(storage()));

    for (Function<Cqrs, Object> each :
        List.<Function<Cqrs, Object>>of(
            to -> to.live(unknown, "a"),
            to -> to.live(unknown, EventQuery.all()),
            to -> to.view(unknown, AsOf.now()))) {
      assertThatThrownBy(() -> each.apply(cqrs))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("Projection 'unknown' takes")
          .hasMessageContaining("which is no registered event class");
    }
    assertThatThrownBy(() -> Notes.on(storage(), "x").live(unknown).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("which is no registered event class");
    assertThatThrownBy(() -> Notes.on(storage(), "x").live(pages).follow(pages))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Projection 'pages' is wired twice; wire it once, by inline(...), follow(...) or"
                + " live(...).");
  }

  // Folds

  @Test
  void a_fold_has_the_same_value_in_every_wiring() {
    int deposits = 0;
    for (CqrsBuilder wired :
        List.of(
            Notes.on(storage(), "inline").inline(total),
            Notes.on(storage(), "following").follow(total),
            Notes.on(storage(), "live").live(total))) {
      try (Cqrs cqrs = wired.build()) {
        cqrs.send(new Deposit("a", 3));
        cqrs.send(new Deposit("b", 4));
        cqrs.send(new Note("b", "x"));
        cqrs.await(total, cqrs.log().head(), SOON);
        deposits += 2;

        assertThat(total.valueIn(cqrs.view(total)))
            .isEqualTo(new Total(7 * deposits / 2, deposits));
      }
    }
  }

  @Test
  void a_fold_of_nothing_has_its_initial_value() {
    Cqrs cqrs = open(Notes.on(storage()).follow(total));

    assertThat(total.valueIn(cqrs.view(total))).isEqualTo(new Total(0, 0));
    assertThat(cqrs.view(total).count()).isZero();
  }

  @Test
  void a_fold_is_a_view_of_one_row_and_has_a_past() {
    Cqrs cqrs = open(Notes.on(storage()).inline(total));
    for (int i = 1; i <= 4; i++) {
      cqrs.send(new Deposit("a", i));
    }

    assertThat(cqrs.view(total).all()).containsExactly(new Total(10, 4));
    assertThat(total.valueIn(cqrs.view(total, AsOf.position(3)))).isEqualTo(new Total(6, 3));
    assertThat(total.valueIn(cqrs.view(total, AsOf.position(0)))).isEqualTo(new Total(0, 0));
  }

  @Test
  void a_fold_in_a_value_of_a_plain_class_is_kept_too() {
    Fold<Long> highest =
        Projection.fold("highest", Long.class, 0L)
            .onRecorded(Noted.class, (value, event) -> event.position())
            .build();
    Cqrs cqrs = open(Notes.on(storage()).inline(highest));

    cqrs.send(new Note("a", "x"));
    cqrs.send(new Note("a", "y"));

    assertThat(highest.valueIn(cqrs.view(highest))).isEqualTo(2);
  }

  @Test
  void a_fold_that_makes_null_stops_with_a_word() {
    Fold<Total> broken =
        Projection.fold("broken", new Total(0, 0))
            .on(Deposited.class, (value, event) -> null)
            .onFailure(Notes.AT_ONCE)
            .build();
    Cqrs cqrs = open(Notes.on(storage()).follow(broken));
    cqrs.send(new Deposit("a", 1));

    assertThatThrownBy(() -> cqrs.await(broken, 1, SOON))
        .isInstanceOf(ViewFailedException.class)
        .hasRootCauseMessage("Fold 'broken' made null of its value; return one.");
  }
}
