package org.plaincqrs.subscription;

import java.util.ArrayList;
import java.util.List;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Store;

/**
 * Shows an inline view what it has missed, because it is new or followed the log before. In the
 * calling thread, until the end of the log.
 */
public final class CatchUp {
  private static final int PAGE = 1_000;

  private final InlineProjection projection;
  private final Store store;
  private final EventTypes types;

  /** A view and where it is. */
  public CatchUp(InlineProjection projection, Store store, EventTypes types) {
    this.projection = projection;
    this.store = store;
    this.types = types;
  }

  /**
   * Runs it.
   *
   * @throws LogCorruptedException when a position is missing, or the log ends before the checkpoint
   * @throws ConfigurationException when the view was rebuilt while it followed the log
   */
  public void run() {
    long epoch = epoch();
    long from = store.documents().checkpoint(projection.name());
    long head = store.log().head();
    if (head < from) {
      throw new LogCorruptedException(projection.name(), from, "the end at " + head);
    }
    EventPage page;
    do {
      page = Tail.gapless(projection.name(), from, store.log().read(EventQuery.all(), from, PAGE));
      take(new Checkpoint(projection.name(), from, page.through(), epoch), page);
      from = store.documents().checkpoint(projection.name());
    } while (page.more());
  }

  /** Another process may have been faster: then the checkpoint is elsewhere already. */
  private void take(Checkpoint move, EventPage page) {
    if (move.to() > move.from()) {
      List<RecordedEvent> events = new ArrayList<>();
      page.events().forEach(event -> events.addAll(types.upcast(event)));
      store.documents().advance(move, transaction -> projection.apply(events, transaction));
    }
  }

  private long epoch() {
    for (Reader each : store.subscriptions().roster().readers()) {
      if (each.subscription().equals(projection.name()) && each.active()) {
        if (each.build() > 1 || each.parts() > 1) {
          throw new ConfigurationException(
              "View '"
                  + projection.name()
                  + "' was built anew or split while it followed the log, so that it can't take part"
                  + " in commits; let it follow, or give it another name.");
        }
        return each.epoch();
      }
    }
    return 0;
  }
}
