package org.plaincqrs.inmemory.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/** Stores with one defect each; the name says which. */
final class BrokenStores {
  private BrokenStores() {}

  static final class SkipsAPosition extends ForwardingStore {
    SkipsAPosition(Store intact) {
      super(intact);
    }

    @Override
    public EventPage read(EventQuery query, long after, int limit) {
      EventPage page = super.read(query, after, limit);
      List<RecordedEvent> events = page.events().stream().map(e -> at(e, skip(e))).toList();
      return new EventPage(events, page.through(), page.more());
    }

    private static long skip(RecordedEvent event) {
      return event.position() < 3 ? event.position() : event.position() + 1;
    }

    private static RecordedEvent at(RecordedEvent e, long position) {
      return new RecordedEvent(
          position,
          e.id(),
          e.stream(),
          e.version(),
          e.type(),
          e.revision(),
          e.payload(),
          e.tags(),
          e.metadata(),
          e.time());
    }
  }

  /** Forgets the conditions of one class. */
  static final class ForgetsConditions extends ForwardingStore {
    private final Class<? extends Condition> forgotten;

    ForgetsConditions(Store intact, Class<? extends Condition> forgotten) {
      super(intact);
      this.forgotten = forgotten;
    }

    @Override
    public Verdict commit(Commit commit) {
      Predicate<Condition> isForgotten = forgotten::isInstance;
      return super.commit(
          with(commit, commit.conditions().stream().filter(isForgotten.negate()).toList()));
    }
  }

  static final class LooksAtTheBoundaryToo extends ForwardingStore {
    LooksAtTheBoundaryToo(Store intact) {
      super(intact);
    }

    @Override
    public Verdict commit(Commit commit) {
      return super.commit(with(commit, commit.conditions().stream().map(this::early).toList()));
    }

    private Condition early(Condition condition) {
      return condition instanceof Condition.NoneSince since
          ? new Condition.NoneSince(since.query(), since.after() - 1)
          : condition;
    }
  }

  static final class ReadsFromThePositionOn extends ForwardingStore {
    ReadsFromThePositionOn(Store intact) {
      super(intact);
    }

    @Override
    public EventPage read(EventQuery query, long after, int limit) {
      return super.read(query, Math.max(0, after - 1), limit);
    }
  }

  static final class KeepsTheEventsOfAFailedCommit extends ForwardingStore {
    private final Store withoutInline;

    KeepsTheEventsOfAFailedCommit(Store intact, Store withoutInline) {
      super(intact);
      this.withoutInline = withoutInline;
    }

    @Override
    public Verdict commit(Commit commit) {
      try {
        return super.commit(commit);
      } catch (RuntimeException e) {
        withoutInline.commit(commit);
        throw e;
      }
    }
  }

  static final class KeepsTheDocumentsOfARefusedCommit extends ForwardingStore {
    KeepsTheDocumentsOfARefusedCommit(Store intact) {
      super(intact);
    }

    @Override
    public Verdict commit(Commit commit) {
      Verdict verdict = super.commit(commit);
      if (verdict instanceof Verdict.Conflict) {
        write(transaction -> commit.writes().forEach(write -> write.applyTo(transaction)));
      }
      return verdict;
    }
  }

  static final class AppliesADuplicateAgain extends ForwardingStore {
    AppliesADuplicateAgain(Store intact) {
      super(intact);
    }

    @Override
    public Verdict commit(Commit commit) {
      Verdict verdict = super.commit(commit);
      if (verdict instanceof Verdict.Duplicate) {
        super.commit(without(commit));
      }
      return verdict;
    }
  }

  static final class AnswersADuplicateWithTheNewResult extends ForwardingStore {
    AnswersADuplicateWithTheNewResult(Store intact) {
      super(intact);
    }

    @Override
    public Verdict commit(Commit commit) {
      Verdict verdict = super.commit(commit);
      HandledCommand command = commit.command();
      return command != null && verdict instanceof Verdict.Duplicate duplicate
          ? new Verdict.Duplicate(command.result(), duplicate.position())
          : verdict;
    }
  }

  static final class ChecksConditionsBeforeTheCommand extends ForwardingStore {
    ChecksConditionsBeforeTheCommand(Store intact) {
      super(intact);
    }

    @Override
    public Verdict commit(Commit commit) {
      Verdict checked = super.commit(onlyConditions(commit));
      return checked instanceof Verdict.Conflict ? checked : super.commit(commit);
    }
  }

  /** Two commits that were checked wait for each other, so that both go through for certain. */
  static final class ChecksConditionsOutsideTheLock extends ForwardingStore {
    private final Meeting meeting = new Meeting();

    ChecksConditionsOutsideTheLock(Store intact) {
      super(intact);
    }

    @Override
    public Verdict commit(Commit commit) {
      Verdict checked = super.commit(onlyConditions(commit));
      if (checked instanceof Verdict.Conflict) {
        return checked;
      }
      meeting.await();
      return super.commit(with(commit, List.of()));
    }
  }

  static final class IgnoresTheCaseOfStreams extends ForwardingStore {
    IgnoresTheCaseOfStreams(Store intact) {
      super(intact);
    }

    @Override
    public Verdict commit(Commit commit) {
      List<NewEvent> events = commit.events().stream().map(this::folded).toList();
      return super.commit(
          new Commit(
              commit.command(),
              commit.metadata(),
              commit.time(),
              commit.conditions(),
              events,
              commit.writes()));
    }

    private NewEvent folded(NewEvent event) {
      String stream = event.stream();
      return stream == null
          ? event
          : new NewEvent(
              event.id(),
              stream.toLowerCase(Locale.ROOT),
              event.type(),
              event.payload(),
              event.tags());
    }
  }

  static final class DeliversAnEventOncePerItem extends ForwardingStore {
    DeliversAnEventOncePerItem(Store intact) {
      super(intact);
    }

    @Override
    public EventPage read(EventQuery query, long after, int limit) {
      List<RecordedEvent> events = new ArrayList<>();
      for (EventQuery.Item item : query.items()) {
        events.addAll(super.read(new EventQuery(List.of(item)), after, limit).events());
      }
      events.sort(Comparator.comparingLong(RecordedEvent::position));
      return new EventPage(events, head(), false);
    }
  }

  static final class StopsThroughAtTheLastMatch extends ForwardingStore {
    StopsThroughAtTheLastMatch(Store intact) {
      super(intact);
    }

    @Override
    public EventPage read(EventQuery query, long after, int limit) {
      EventPage page = super.read(query, after, limit);
      List<RecordedEvent> events = page.events();
      long last = events.isEmpty() ? after : events.get(events.size() - 1).position();
      return new EventPage(events, last, page.more());
    }
  }

  /** Asks for the head after the page, once others have gone on: what lies between is skipped. */
  static final class TakesThroughFromALaterHead extends ForwardingStore {
    TakesThroughFromALaterHead(Store intact) {
      super(intact);
    }

    @Override
    public EventPage read(EventQuery query, long after, int limit) {
      EventPage page = super.read(query, after, limit);
      long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
      while (head() <= page.through() && System.nanoTime() < giveUp) {
        Thread.onSpinWait();
      }
      return new EventPage(page.events(), Math.max(after, head()), false);
    }
  }

  static final class OrdersDocumentsByChars extends ForwardingStore {
    OrdersDocumentsByChars(Store intact) {
      super(intact);
    }

    @Override
    public <D> Stream<Versioned<D>> all(DocumentType<D, ?> type) {
      return super.all(type).sorted(Comparator.comparing(row -> ((Person) row.document()).name()));
    }
  }

  /** Two that advance wait for each other, so that both apply the same page for certain. */
  static final class AdvancesFromAnywhere extends ForwardingStore {
    private final Map<String, Long> checkpoints = new ConcurrentHashMap<>();
    private final Meeting meeting = new Meeting();

    AdvancesFromAnywhere(Store intact) {
      super(intact);
    }

    @Override
    public long checkpoint(String owner) {
      return checkpoints.getOrDefault(owner, 0L);
    }

    @Override
    public boolean advance(Checkpoint move, Consumer<DocumentTransaction> work) {
      meeting.await();
      write(work);
      checkpoints.put(move.owner(), move.to());
      return true;
    }
  }

  static final class MovesTheCheckpointBeforeTheWork extends ForwardingStore {
    MovesTheCheckpointBeforeTheWork(Store intact) {
      super(intact);
    }

    @Override
    public boolean advance(Checkpoint move, Consumer<DocumentTransaction> work) {
      if (!super.advance(move, nothing -> {})) {
        return false;
      }
      write(work);
      return true;
    }
  }

  static final class HidesATransactionsOwnWrites extends ForwardingStore {
    HidesATransactionsOwnWrites(Store intact) {
      super(intact);
    }

    @Override
    public void write(Consumer<DocumentTransaction> work) {
      super.write(transaction -> work.accept(new Blind(transaction, this)));
    }

    private record Blind(DocumentTransaction intact, DocumentStore committed)
        implements DocumentTransaction {
      @Override
      public <D> @Nullable Versioned<D> find(DocumentType<D, ?> type, String key) {
        return committed.find(type, key).orElse(null);
      }

      @Override
      public <D> void put(DocumentType<D, ?> type, String key, Versioned<D> document) {
        intact.put(type, key, document);
      }

      @Override
      public void remove(DocumentType<?, ?> type, String key) {
        intact.remove(type, key);
      }
    }
  }

  static final class HidesWhatInlineProjectionsWrote extends ForwardingStore {
    HidesWhatInlineProjectionsWrote(Store intact) {
      super(intact);
    }

    @Override
    public <D> Optional<Versioned<D>> find(DocumentType<D, ?> type, String key) {
      return Optional.empty();
    }
  }

  /** Where the first two threads wait for each other, for a short time; later ones pass. */
  private static final class Meeting {
    private final Exchanger<String> exchanger = new Exchanger<>();
    private volatile boolean met;

    private void await() {
      if (met) {
        return;
      }
      try {
        exchanger.exchange("here", 100, TimeUnit.MILLISECONDS);
        met = true;
      } catch (TimeoutException e) {
        // Alone: nothing to race with.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Commit with(Commit commit, List<Condition> conditions) {
    return new Commit(
        commit.command(),
        commit.metadata(),
        commit.time(),
        conditions,
        commit.events(),
        commit.writes());
  }

  private static Commit without(Commit commit) {
    return new Commit(
        null, commit.metadata(), commit.time(), List.of(), commit.events(), commit.writes());
  }

  private static Commit onlyConditions(Commit commit) {
    return new Commit(
        null, commit.metadata(), commit.time(), commit.conditions(), List.of(), List.of());
  }
}
