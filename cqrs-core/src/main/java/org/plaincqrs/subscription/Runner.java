package org.plaincqrs.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.StorageFailedException;
import org.plaincqrs.storage.UnreadablePayloadException;

/**
 * Runs one reader that this node has claimed: page by page, each in one transaction with its effect
 * and the checkpoint. One worker at a time is in it; the fields that are not volatile are those of
 * that worker.
 *
 * <p>When a page fails, its events are taken one by one, so that the good ones go through and the
 * guilty one is known.
 */
final class Runner implements Runnable {
  private static final int IDLE = 0;
  private static final int QUEUED = 1;
  private static final int RUNNING = 2;
  private static final int RUNNING_AND_QUEUED = 3;
  private static final long UNSAVED = 50_000;

  /** A failure of the storage, or of the receiver, that has nothing to do with an event. */
  private static final class Outage extends CqrsException {
    private static final long serialVersionUID = 1L;

    private Outage(Throwable cause) {
      super("The storage failed.", cause);
    }

    @Override
    public synchronized Throwable getCause() {
      return Objects.requireNonNull(super.getCause());
    }
  }

  /** Another node runs the reader, or it was set elsewhere. */
  private static final class Lost extends CqrsException {
    private static final long serialVersionUID = 1L;

    private Lost() {
      super("The reader is another's.");
    }
  }

  private final Engine engine;
  private final Node node;
  private final Subscription subscription;
  private final DocumentStore documents;
  private final EventQuery query;
  private final Rate rate = new Rate();
  private final AtomicInteger schedule = new AtomicInteger();
  private final ReentrantLock stepping = new ReentrantLock();
  private final Letters letters;
  private final Ahead ahead;
  private final AtomicLong effects = new AtomicLong();

  private volatile Reader reader;
  private volatile long position;
  private volatile SubscriptionState state = SubscriptionState.NEW;
  private volatile @Nullable Throwable cause;
  private volatile @Nullable Instant waiting;
  private volatile boolean stopped;
  private volatile boolean lettersWanted = true;
  private volatile boolean checked;
  private volatile boolean retryWanted;
  private long saved;
  private int failures;
  private int limit;
  private long singlyUntil;
  private long notBefore;

  Runner(Engine engine, Node node, Subscription subscription, Reader claimed) {
    this.engine = engine;
    this.node = node;
    this.subscription = subscription;
    documents = node.documents();
    query = subscription.query(engine.types());
    reader = claimed;
    position = claimed.position();
    saved = position;
    limit = subscription.batch;
    letters = new Letters(documents, subscription, claimed.owner());
    ahead = new Ahead(engine, this::pageBehind);
  }

  Reader reader() {
    return reader;
  }

  /** Of the last event it has seen; 0 until it is known that the log goes so far. */
  long position() {
    return checked ? position : 0;
  }

  /** How often something may have been written since it was claimed. */
  long effects() {
    return effects.get();
  }

  SubscriptionState state() {
    return state;
  }

  @Nullable Throwable cause() {
    return cause;
  }

  /** What the roster says now: paused, or made the active build. */
  void seen(Reader now) {
    boolean changed = reader.paused() != now.paused();
    reader = now;
    if (changed) {
      retry();
    }
    if (letters.any()) {
      lookAtLetters();
    }
  }

  /** Tries again at once what has failed. */
  void retry() {
    retryWanted = true;
    wake();
  }

  /** Looks at its dead letters again. */
  void lookAtLetters() {
    lettersWanted = true;
    wake();
  }

  /** Has a worker look for more to do, once. */
  void wake() {
    int before = schedule.getAndUpdate(now -> now | QUEUED);
    if (before == IDLE) {
      engine.execute(this);
    }
  }

  @Override
  public void run() {
    schedule.set(RUNNING);
    boolean more = false;
    try {
      more = step();
    } catch (RuntimeException | Error e) {
      Quietly.error("Subscription '" + subscription.name + "' failed unexpectedly", e);
      engine.later(this::wake, subscription.failures.pauseNanos(1));
    } finally {
      // Whatever was interrupted, it was not this thread's other work.
      Thread.interrupted();
      if (more) {
        schedule.set(RUNNING_AND_QUEUED);
      }
      if (!schedule.compareAndSet(RUNNING, IDLE)) {
        schedule.set(QUEUED);
        engine.execute(this);
      }
    }
  }

  /** Takes a page; true when there is more to do at once. */
  private boolean step() {
    stepping.lock();
    try {
      if (stopped) {
        node.finished(this);
        return false;
      }
      if (retryWanted) {
        retryWanted = false;
        failures = 0;
        notBefore = System.nanoTime();
        state(SubscriptionState.CATCHING_UP, null);
      }
      if (reader.paused()) {
        state(SubscriptionState.PAUSED, null);
        return false;
      }
      // Word from the storage that this node still counts comes with the next beat.
      return state != SubscriptionState.FAILED && !isResting() && node.isSure() && guardedStep();
    } finally {
      stepping.unlock();
    }
  }

  /** Whether it waits to try again; what comes meanwhile does not cut that short. */
  private boolean isResting() {
    return failures > 0 && System.nanoTime() - notBefore < 0;
  }

  private boolean guardedStep() {
    try {
      if (lettersWanted) {
        handleLetters();
      }
      return takePage();
    } catch (Lost e) {
      stopped = true;
      node.lost(this);
    } catch (Outage e) {
      failures++;
      retryLater(e.getCause());
    }
    return false;
  }

  private boolean takePage() {
    if (!checked && !isWithin()) {
      return false;
    }
    if (position >= engine.head()) {
      caughtUp();
      return false;
    }
    EventPage page = EventLog.emptyPage(position);
    List<RecordedEvent> events;
    try {
      page = read();
      events = select(page);
    } catch (RuntimeException | Error e) {
      return failed(e, page.events().size() == 1 ? page.events().get(0) : null);
    }
    if (page.through() == position) {
      caughtUp();
      return false;
    }
    if (page.more() && limit > 1) {
      ahead.begin(page.through());
    }
    try {
      take(events, page);
    } catch (HandlerFailure e) {
      return failed(e.getCause(), e.guilty);
    }
    failures = 0;
    if (position >= singlyUntil) {
      limit = subscription.batch;
    }
    // The same of one that has found some.
    boolean more = page.more() || position < engine.head();
    if (more) {
      state(SubscriptionState.CATCHING_UP, null);
    } else {
      caughtUp();
    }
    return more;
  }

  /**
   * A checkpoint ahead of the log is that of another log; to go on from there would skip events.
   */
  private boolean isWithin() {
    long head = position > engine.head() ? engine.log().head() : engine.head();
    checked = position <= head;
    return checked
        || end(new LogCorruptedException(subscription.name, position, "the end at " + head));
  }

  private void caughtUp() {
    waiting = null;
    state(SubscriptionState.LIVE, null);
    engine.moved();
  }

  private EventPage read() {
    if (limit == 1) {
      EventPage page = engine.log().read(query, position, 1);
      return query.matchesAll() ? Tail.gapless(subscription.name, position, page) : page;
    }
    EventPage page = ahead.behind(position);
    // One that was read ahead, and found the end, may have been read before the log went on.
    return page.through() == position ? pageBehind(position) : page;
  }

  private EventPage pageBehind(long from) {
    return query.matchesAll() || engine.head() - from <= subscription.batch
        ? engine.tail().read(subscription.name, from, subscription.batch)
        : engine.log().read(query, from, subscription.batch);
  }

  private List<RecordedEvent> select(EventPage page) {
    List<RecordedEvent> selected = new ArrayList<>(page.events().size());
    boolean upcasting = engine.types().hasUpcasters();
    for (RecordedEvent event : page.events()) {
      if (query.matches(event.type(), event.tags())
          && subscription.isOf(reader.part(), reader.parts(), event)) {
        if (upcasting) {
          engine.types().upcast(event).forEach(known -> addWanted(known, selected));
        } else {
          addWanted(event, selected);
        }
      }
    }
    return selected;
  }

  private void addWanted(RecordedEvent known, List<RecordedEvent> selected) {
    if (subscription.wants(known)) {
      selected.add(known);
    }
  }

  /** Handles events, and moves behind them and behind what lies after them. */
  private void take(List<RecordedEvent> events, EventPage page) {
    long through = page.through();
    if (events.isEmpty()) {
      position = through;
      if (position - saved >= UNSAVED) {
        move(position, false, transaction -> {});
      }
      engine.moved();
      return;
    }
    waiting = events.get(0).time();
    List<RecordedEvent> kept = events.stream().filter(letters::blocks).toList();
    List<RecordedEvent> free =
        kept.isEmpty() ? events : events.stream().filter(each -> !letters.blocks(each)).toList();
    if (subscription.transactional == null) {
      handOver(free, kept, through);
    } else {
      handle(subscription.transactional, free, through, page.more(), keeping(kept, through));
    }
    rate.add(events.size());
  }

  /** What else a transaction that moves the checkpoint does. */
  private interface Extra {
    void in(DocumentTransaction transaction);
  }

  private Extra keeping(List<RecordedEvent> kept, long through) {
    return transaction -> {
      for (RecordedEvent each : kept) {
        if (each.position() <= through) {
          Letters.put(transaction, letters.waiting(each, engine.now()));
        }
      }
    };
  }

  private void handle(
      Subscription.InTransaction handler,
      List<RecordedEvent> events,
      long through,
      boolean onward,
      Extra extra) {
    Delivery delivery = new Delivery(events, reader.build(), reader.part(), reader.parts());
    Throwable[] thrown = new Throwable[1];
    try {
      move(
          through,
          onward,
          transaction -> {
            thrown[0] = null;
            try {
              if (!delivery.events().isEmpty()) {
                handler.handle(delivery, transaction);
              }
            } catch (RuntimeException | Error e) {
              thrown[0] = e;
              throw e;
            } catch (Exception e) {
              thrown[0] = e;
              throw new CqrsException("A handler of '" + subscription.name + "' failed.", e);
            } finally {
              Thread.interrupted(); // or some drivers close their file
            }
            extra.in(transaction);
          });
    } catch (Outage e) {
      Throwable failure = thrown[0] == null ? e.getCause() : thrown[0];
      if (isOutage(failure)) {
        throw e;
      }
      throw new HandlerFailure(failure, events.size() == 1 ? events.get(0) : null);
    }
  }

  /** Outside of any transaction; effects of a build that does not count yet stay off. */
  private void handOver(List<RecordedEvent> events, List<RecordedEvent> kept, long through) {
    int done = 0;
    try {
      if (reader.active() && subscription.sink != null && !events.isEmpty()) {
        subscription.sink.send(events);
      }
      while (reader.active() && subscription.each != null && done < events.size()) {
        subscription.each.handle(events.get(done));
        Thread.interrupted(); // which is not the next event's
        done++;
      }
    } catch (Exception | Error e) {
      Thread.interrupted();
      if (done > 0) {
        long before = events.get(done).position() - 1;
        move(before, false, keeping(kept, before));
      }
      boolean known = subscription.each != null || events.size() == 1;
      throw new HandlerFailure(e, known ? events.get(done) : null);
    }
    Thread.interrupted();
    move(through, false, keeping(kept, through));
  }

  /** Moves behind what was handled; onward when there is more at once. */
  private void move(long to, boolean onward, Extra work) {
    boolean moved;
    try {
      moved =
          documents.advance(
              new Checkpoint(reader.owner(), saved, to, reader.epoch(), onward), work::in);
    } catch (RuntimeException | Error e) {
      throw new Outage(e);
    }
    if (!moved) {
      throw new Lost();
    }
    saved = to;
    position = Math.max(position, to);
    effects.incrementAndGet();
    engine.moved();
  }

  private static boolean isOutage(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ReceiverUnavailableException) {
        return true;
      }
      if (each instanceof StorageFailedException storage) {
        return storage.isPassing();
      }
    }
    return false;
  }

  /**
   * A page has failed: its events are taken singly; a single one is tried again, or put aside, or
   * ends it. Returns true when there is more to do at once.
   */
  private boolean failed(Throwable failure, @Nullable RecordedEvent guilty) {
    if (isOutage(failure)) {
      throw new Outage(failure);
    }
    if (failure instanceof LogCorruptedException) {
      return end(failure);
    }
    if (guilty == null && limit > 1) {
      singlyUntil = position + limit;
      limit = 1;
      return true;
    }
    failures++;
    if (subscription.failures.retries(failure, failures)) {
      retryLater(failure);
      return false;
    }
    long at = guilty == null ? positionOf(failure) : guilty.position();
    if (at == 0 || !subscription.failures.keepsAsDeadLetter(failure)) {
      return end(failure);
    }
    DeadLetter letter = letters.failed(guilty, at, failure, failures, engine.now());
    move(at, false, transaction -> Letters.put(transaction, letter));
    letters.keep(letter);
    failures = 0;
    return true;
  }

  private boolean end(Throwable failure) {
    state(SubscriptionState.FAILED, failure);
    Quietly.error(
        "Subscription '" + subscription.name + "' stops behind position " + position, failure);
    return false;
  }

  /** Where the event stands that could not be read; 0 when nobody knows. */
  private long positionOf(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof UnreadablePayloadException unreadable && unreadable.position() > 0) {
        return unreadable.position();
      }
    }
    return query.matchesAll() ? position + 1 : 0;
  }

  private void retryLater(Throwable failure) {
    state(SubscriptionState.RETRYING, failure);
    long pause = subscription.failures.pauseNanos(failures);
    notBefore = System.nanoTime() + pause;
    engine.later(this::wake, pause);
  }

  /** Does with its dead letters what is wanted, those of one key in their order. */
  private void handleLetters() {
    // First, so that what is wanted of one while they are read is not missed.
    lettersWanted = false;
    try {
      loadLetters().forEach(this::handleLetter);
    } catch (RuntimeException | Error e) {
      // Until all are kept again, later events could overtake them.
      lettersWanted = true;
      throw e;
    }
  }

  private List<DeadLetter> loadLetters() {
    try {
      return letters.load();
    } catch (RuntimeException e) {
      throw new Outage(e);
    }
  }

  private void handleLetter(DeadLetter letter) {
    boolean gone =
        switch (letter.wanted()) {
          case KEPT -> false;
          case DISCARDED -> forget(letter);
          case REPLAYED -> !letters.block(letter.key()) && replay(letter);
        };
    if (!gone) {
      letters.keep(letter);
    }
  }

  private boolean forget(DeadLetter letter) {
    move(position, false, transaction -> Letters.remove(transaction, letter));
    return true;
  }

  private boolean replay(DeadLetter letter) {
    try {
      List<RecordedEvent> events =
          select(engine.log().read(EventQuery.all(), letter.position() - 1, 1));
      if (subscription.transactional == null) {
        handOver(events, List.of(), position);
        forget(letter);
      } else {
        handle(
            subscription.transactional,
            events,
            position,
            false,
            transaction -> Letters.remove(transaction, letter));
      }
      return true;
    } catch (HandlerFailure e) {
      if (isOutage(e.getCause())) {
        throw new Outage(e.getCause());
      }
      keep(letter.failedAgain(e.getCause()));
    } catch (Lost | Outage e) {
      throw e;
    } catch (RuntimeException e) {
      keep(letter.failedAgain(e));
    }
    return false;
  }

  private void keep(DeadLetter letter) {
    move(position, false, transaction -> Letters.put(transaction, letter));
  }

  /**
   * Adds to {@code moves} what is still to be saved, and takes it for saved; unless a worker is in
   * here. Whether it was saved shows with the next move.
   */
  void save(List<Checkpoint> moves) {
    if (position != saved && stepping.tryLock()) {
      try {
        if (!stopped) {
          addUnsaved(moves);
          saved = position;
        }
      } finally {
        stepping.unlock();
      }
    }
  }

  void addUnsaved(List<Checkpoint> moves) {
    if (position != saved) {
      moves.add(new Checkpoint(reader.owner(), saved, position, reader.epoch()));
    }
  }

  /** Ends at once but for the page in hand, which can't be saved: another has the reader. */
  void drop() {
    stopped = true;
  }

  /** Ends after the page in hand, and gives the reader back. */
  void stop() {
    stopped = true;
    wake();
  }

  boolean isStopped() {
    return stopped;
  }

  SubscriptionStatus status() {
    Throwable failure = cause;
    Instant first = waiting;
    long lag = Math.max(0, engine.head() - position);
    return new SubscriptionStatus(
        subscription.name,
        reader.build(),
        reader.version(),
        reader.part(),
        reader.parts(),
        reader.active(),
        state,
        failure == null ? null : DeadLetter.describe(failure),
        reader.node(),
        position,
        lag,
        lag == 0 || first == null ? Duration.ZERO : Duration.between(first, engine.now()),
        rate.perSecond());
  }

  private void state(SubscriptionState newState, @Nullable Throwable newCause) {
    if (state == newState && cause == newCause) {
      return;
    }
    cause = newCause;
    state = newState;
    engine.changed(this);
  }

  /** The handler has failed; the guilty event, if it is known which. */
  private static final class HandlerFailure extends CqrsException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable RecordedEvent guilty;

    private HandlerFailure(Throwable cause, @Nullable RecordedEvent guilty) {
      super("The handler failed.", cause);
      this.guilty = guilty;
    }

    @Override
    public synchronized Throwable getCause() {
      return Objects.requireNonNull(super.getCause());
    }
  }
}
