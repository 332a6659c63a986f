package org.plaincqrs.contract;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.Subscriptions;

/** An application that takes notes, and what subscribes to them. */
final class Notes {
  static final Duration SOON = Duration.ofSeconds(20);
  static final FailurePolicy AT_ONCE =
      FailurePolicy.stop().retries(0, Duration.ZERO, Duration.ZERO);
  static final FailurePolicy LETTERS =
      FailurePolicy.deadLetter().retries(1, Duration.ofMillis(1), Duration.ofMillis(1));

  /** Adds a note to a stream. */
  record Note(UUID id, String stream, String text) implements ICommand<@Nullable Void> {
    Note(String stream, String text) {
      this(UUID.randomUUID(), stream, text);
    }
  }

  /** Adds as many notes to each of the streams in turn; their texts count from 0. */
  record NoteMany(UUID id, List<String> streams, int each) implements ICommand<@Nullable Void> {
    NoteMany(List<String> streams, int each) {
      this(UUID.randomUUID(), streams, each);
    }
  }

  /** Adds an event of another type. */
  record Deposit(UUID id, String stream, int amount) implements ICommand<@Nullable Void> {
    Deposit(String stream, int amount) {
      this(UUID.randomUUID(), stream, amount);
    }
  }

  /** The notes of a stream, as a view. */
  record Page(String stream, int count, String last) {}

  static final DocumentType<Page, String> PAGES =
      DocumentType.of("pages", Page.class, String.class);

  private Notes() {}

  static CqrsBuilder on(Storage storage) {
    return on(storage, "node");
  }

  static CqrsBuilder on(Storage storage, String node) {
    return on(storage, node, Duration.ofSeconds(10));
  }

  static CqrsBuilder on(Storage storage, String node, Duration term) {
    return Cqrs.on(storage)
        .events(ContractEvent.class)
        .subscriptions(new Subscriptions.Options(node, term, 4, status -> {}))
        .execute(Note.class, (note, work) -> work.append(note.stream(), new Noted(note.text())))
        .execute(
            Deposit.class,
            (deposit, work) -> work.append(deposit.stream(), new Deposited(deposit.amount())))
        .execute(
            NoteMany.class,
            (many, work) -> {
              for (int i = 0; i < many.each(); i++) {
                for (String stream : many.streams()) {
                  work.append(stream, new Noted(String.valueOf(i)));
                }
              }
            });
  }

  static String text(RecordedEvent event) {
    return event.payload() instanceof Noted noted ? noted.text() : "other";
  }

  static String place(RecordedEvent event) {
    return event.stream() + ":" + text(event);
  }

  /** The view of the pages, by key of their stream. */
  static Projection.Builder<Page, String> pages() {
    return Projection.into(PAGES)
        .onRecorded(
            Noted.class,
            event -> String.valueOf(event.stream()),
            (page, event) ->
                new Page(
                    String.valueOf(event.stream()),
                    page == null ? 1 : page.count() + 1,
                    text(event)));
  }

  /** A subscription that hands every event to {@code handler}. */
  static Subscription each(String name, Subscription.EachEvent handler) {
    return Subscription.named(name).onFailure(AT_ONCE).each(handler);
  }
}
