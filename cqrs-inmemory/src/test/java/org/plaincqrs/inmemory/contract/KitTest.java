package org.plaincqrs.inmemory.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.plaincqrs.contract.CommandMemoryContract;
import org.plaincqrs.contract.CommitContract;
import org.plaincqrs.contract.ConcurrencyContract;
import org.plaincqrs.contract.ConditionContract;
import org.plaincqrs.contract.DocumentStoreContract;
import org.plaincqrs.contract.EventLogContract;
import org.plaincqrs.contract.ExactTextContract;
import org.plaincqrs.contract.StorageFixture;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.contract.BrokenStores.ForgetsConditions;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;

/**
 * The kit itself: every store of {@link BrokenStores} turns the test red that is there for its
 * defect. That the tests are green otherwise is what the other classes here show.
 */
class KitTest {
  @Test
  void a_store_that_skips_a_position_is_caught() {
    assertRed(SkipsAPosition.class, "positions_run_without_a_gap_over_commits_and_streams");
  }

  @Test
  void a_store_that_keeps_the_events_of_a_failed_commit_is_caught() {
    assertRed(
        KeepsTheEventsOfAFailedCommit.class,
        "what_an_inline_projection_throws_arrives_and_nothing_stays");
  }

  @Test
  void a_store_that_keeps_the_documents_of_a_refused_commit_is_caught() {
    assertRed(KeepsTheDocumentsOfARefusedCommit.class, "a_refused_commit_leaves_nothing");
  }

  @Test
  void a_store_that_forgets_everything_at_a_restart_is_caught() {
    assertRed(ForgetsEverythingAtARestart.class, "a_restart_keeps_everything");
  }

  @Test
  void a_store_that_forgets_conditions_on_streams_is_caught() {
    assertRed(
        ForgetsConditionsOnStreams.class,
        "a_stream_that_is_present_is_at_the_version_of_its_last_event");
  }

  @Test
  void a_store_that_forgets_conditions_on_documents_is_caught() {
    assertRed(
        ForgetsConditionsOnDocuments.class,
        "a_document_that_is_present_is_at_the_version_it_was_given");
  }

  @Test
  void a_store_that_forgets_conditions_on_queries_is_caught() {
    assertRed(ForgetsConditionsOnQueries.class, "none_since_looks_at_the_type");
  }

  @Test
  void a_store_that_looks_at_the_boundary_too_is_caught() {
    assertRed(LooksAtTheBoundaryToo.class, "none_since_begins_behind_its_position");
  }

  @Test
  void a_store_that_applies_a_duplicate_again_is_caught() {
    assertRed(
        AppliesADuplicateAgain.class,
        "a_command_sent_twice_has_its_effect_once_and_answers_the_same");
  }

  @Test
  void a_store_that_answers_a_duplicate_with_the_new_result_is_caught() {
    assertRed(
        AnswersADuplicateWithTheNewResult.class,
        "a_command_sent_twice_has_its_effect_once_and_answers_the_same");
  }

  @Test
  void a_store_that_checks_conditions_before_the_command_is_caught() {
    assertRed(ChecksConditionsBeforeTheCommand.class, "a_duplicate_is_told_before_a_conflict");
  }

  @Test
  void a_store_that_asks_another_clock_is_caught() {
    assertRed(
        AsksAnotherClock.class,
        "a_command_is_forgotten_after_the_retention_once_another_is_handled");
  }

  @Test
  void a_store_that_reads_from_the_position_on_is_caught() {
    assertRed(ReadsFromThePositionOn.class, "a_page_begins_behind_the_position");
  }

  @Test
  void a_store_that_delivers_an_event_once_per_item_is_caught() {
    assertRed(
        DeliversAnEventOncePerItem.class,
        "an_event_that_matches_several_items_comes_once_and_in_order");
  }

  @Test
  void a_store_that_stops_through_at_the_last_match_is_caught() {
    assertRed(
        StopsThroughAtTheLastMatch.class,
        "a_filter_that_matches_nothing_moves_through_to_the_head");
  }

  @Test
  void a_store_that_ignores_the_case_of_streams_is_caught() {
    assertRed(IgnoresTheCaseOfStreams.class, "streams_are_compared_exactly");
  }

  @Test
  void a_store_that_orders_documents_by_chars_is_caught() {
    assertRed(OrdersDocumentsByChars.class, "all_come_in_the_order_of_their_keys_by_code_points");
  }

  @Test
  void a_store_that_advances_from_anywhere_is_caught() {
    assertRed(AdvancesFromAnywhere.class, "advance_from_elsewhere_does_nothing");
  }

  @Test
  void a_store_that_moves_the_checkpoint_before_the_work_is_caught() {
    assertRed(
        MovesTheCheckpointBeforeTheWork.class, "failing_work_leaves_the_checkpoint_where_it_was");
  }

  @Test
  void a_store_that_hides_a_transactions_own_writes_is_caught() {
    assertRed(HidesATransactionsOwnWrites.class, "a_transaction_sees_its_own_writes");
  }

  @Test
  void a_store_that_checks_conditions_outside_the_lock_is_caught() {
    assertRed(
        ChecksConditionsOutsideTheLock.class, "of_racing_appends_at_one_version_exactly_one_wins");
  }

  @Test
  void a_store_that_takes_through_from_a_later_head_is_caught() {
    assertRed(
        TakesThroughFromALaterHead.class,
        "a_tailing_reader_sees_every_event_in_order_while_others_append");
  }

  @Test
  void a_store_that_hides_what_inline_projections_wrote_is_caught() {
    assertRed(
        HidesWhatInlineProjectionsWrote.class, "what_one_thread_has_read_no_later_read_takes_back");
  }

  @Test
  void a_store_that_advances_from_anywhere_in_a_race_is_caught() {
    assertRed(AdvancesFromAnywhereInARace.class, "racing_followers_apply_each_page_exactly_once");
  }

  @Test
  void a_store_that_is_intact_is_not_caught() {
    TestExecutionSummary summary =
        run(InMemoryCommitTest.class, "positions_run_without_a_gap_over_commits_and_streams");

    assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    assertThat(summary.getFailures()).isEmpty();
  }

  private static void assertRed(Class<? extends StorageFixture> contract, String test) {
    TestExecutionSummary summary = run(contract, test);

    assertThat(summary.getTestsStartedCount()).isEqualTo(1);
    assertThat(summary.getFailures())
        .as(test + " against " + contract.getSimpleName())
        .singleElement()
        .satisfies(red -> assertThat(red.getException()).isInstanceOf(AssertionError.class));
  }

  private static TestExecutionSummary run(Class<?> contract, String test) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectMethod(contract, test)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static Storage broken(Duration retention, UnaryOperator<Store> defect) {
    Storage intact = new InMemoryStorage(retention);
    return model -> defect.apply(intact.open(model));
  }

  private static Storage keepingEvents(Storage intact) {
    return model ->
        new BrokenStores.KeepsTheEventsOfAFailedCommit(
            intact.open(model),
            intact.open(
                new StorageModel(model.events(), model.documents(), List.of(), model.clock())));
  }

  private static Storage withItsOwnClock(Storage intact) {
    return model ->
        intact.open(
            new StorageModel(model.events(), model.documents(), model.inline(), Clock.systemUTC()));
  }

  static final class SkipsAPosition extends CommitContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.SkipsAPosition::new);
    }
  }

  static final class KeepsTheEventsOfAFailedCommit extends CommitContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return keepingEvents(new InMemoryStorage(retention));
    }
  }

  static final class KeepsTheDocumentsOfARefusedCommit extends CommitContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.KeepsTheDocumentsOfARefusedCommit::new);
    }
  }

  static final class ForgetsEverythingAtARestart extends CommitContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return model -> new InMemoryStorage(retention).open(model);
    }
  }

  static final class ForgetsConditionsOnStreams extends ConditionContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, s -> new ForgetsConditions(s, Condition.StreamAt.class));
    }
  }

  static final class ForgetsConditionsOnDocuments extends ConditionContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, s -> new ForgetsConditions(s, Condition.DocumentAt.class));
    }
  }

  static final class ForgetsConditionsOnQueries extends ConditionContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, s -> new ForgetsConditions(s, Condition.NoneSince.class));
    }
  }

  static final class LooksAtTheBoundaryToo extends ConditionContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.LooksAtTheBoundaryToo::new);
    }
  }

  static final class AppliesADuplicateAgain extends CommandMemoryContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.AppliesADuplicateAgain::new);
    }
  }

  static final class AnswersADuplicateWithTheNewResult extends CommandMemoryContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.AnswersADuplicateWithTheNewResult::new);
    }
  }

  static final class ChecksConditionsBeforeTheCommand extends CommandMemoryContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.ChecksConditionsBeforeTheCommand::new);
    }
  }

  static final class AsksAnotherClock extends CommandMemoryContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return withItsOwnClock(new InMemoryStorage(retention));
    }
  }

  static final class ReadsFromThePositionOn extends EventLogContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.ReadsFromThePositionOn::new);
    }
  }

  static final class DeliversAnEventOncePerItem extends EventLogContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.DeliversAnEventOncePerItem::new);
    }
  }

  static final class StopsThroughAtTheLastMatch extends EventLogContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.StopsThroughAtTheLastMatch::new);
    }
  }

  static final class IgnoresTheCaseOfStreams extends ExactTextContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.IgnoresTheCaseOfStreams::new);
    }
  }

  static final class OrdersDocumentsByChars extends DocumentStoreContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.OrdersDocumentsByChars::new);
    }
  }

  static final class AdvancesFromAnywhere extends DocumentStoreContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.AdvancesFromAnywhere::new);
    }
  }

  static final class MovesTheCheckpointBeforeTheWork extends DocumentStoreContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.MovesTheCheckpointBeforeTheWork::new);
    }
  }

  static final class HidesATransactionsOwnWrites extends DocumentStoreContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.HidesATransactionsOwnWrites::new);
    }
  }

  static final class ChecksConditionsOutsideTheLock extends ConcurrencyContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.ChecksConditionsOutsideTheLock::new);
    }
  }

  static final class TakesThroughFromALaterHead extends ConcurrencyContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.TakesThroughFromALaterHead::new);
    }
  }

  static final class HidesWhatInlineProjectionsWrote extends ConcurrencyContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.HidesWhatInlineProjectionsWrote::new);
    }
  }

  static final class AdvancesFromAnywhereInARace extends ConcurrencyContract {
    @Override
    protected Storage newStorage(Duration retention) {
      return broken(retention, BrokenStores.AdvancesFromAnywhere::new);
    }
  }
}
