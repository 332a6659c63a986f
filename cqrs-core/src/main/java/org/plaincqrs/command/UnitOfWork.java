package org.plaincqrs.command;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.dispatch.internal.AnswerType;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.event.Tagged;
import org.plaincqrs.event.TimeOrderedId;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Verdict;

/**
 * What the handling of one command wants to change. Nothing is written while the handler runs; when
 * it returns, all of it becomes one {@link Commit}. Belongs to one command and one thread; useless
 * after the handler has returned.
 *
 * <pre>{@code
 * wiring.execute(Deposit.class, (deposit, work) -> work.append(
 *     "account-" + deposit.account(), ExpectedVersion.exists(), new Deposited(deposit.cents())));
 * }</pre>
 */
public final class UnitOfWork {
  /** Something that was loaded in this unit of work and has a part in its commit. */
  public interface Participant {
    /** Adds its conditions, events and writes. */
    void contribute(UnitOfWork work);

    /** Hears that all of it is in; what it throws is logged, and changes nothing. */
    default void committed(Verdict.Committed verdict) {}
  }

  private static final int PAGE = 1_000;

  /** What each class of commands is answered with; anything, where the class leaves it open. */
  private static final ClassValue<Type> ANSWERS =
      new ClassValue<>() {
        @Override
        protected Type computeValue(Class<?> command) {
          Type answer = AnswerType.of(command, ICommand.class);
          return answer == null ? Object.class : answer;
        }
      };

  private final ICommand<?> command;
  private final Metadata metadata;
  private final EventTypes types;
  private final EventLog log;
  private List<Condition> conditions = List.of();
  private List<NewEvent> events = List.of();
  private List<DocumentWrite<?>> writes = List.of();
  private List<Participant> participants = List.of();
  private @Nullable Object result;
  private boolean open = true;

  UnitOfWork(ICommand<?> command, Metadata metadata, EventTypes types, EventLog log) {
    this.command = command;
    this.metadata = metadata;
    this.types = types;
    this.log = log;
  }

  /** The command being handled. */
  public ICommand<?> command() {
    return command;
  }

  /** What is known beside the command: the user, the correlation. */
  public Metadata metadata() {
    return metadata;
  }

  /**
   * Appends events to a stream, at whatever version it is; all of them, or none when one is
   * refused.
   */
  public void append(String stream, Object... newEvents) {
    append(stream, ExpectedVersion.any(), newEvents);
  }

  /** Appends events to a stream that is at the expected version when the commit is made. */
  public void append(String stream, ExpectedVersion expected, Object... newEvents) {
    checkOpen();
    Condition.StreamAt condition = new Condition.StreamAt(stream, expected);
    int before = events.size();
    try {
      for (Object event : newEvents) {
        events = with(newEvent(stream, event, Set.of()), events);
      }
    } catch (RuntimeException | Error refusal) {
      events = List.copyOf(events.subList(0, before));
      throw refusal;
    }
    if (!(expected instanceof ExpectedVersion.Any)) {
      conditions = with(condition, conditions);
    }
  }

  /** Appends an event that belongs to no stream, under these tags and those it knows itself. */
  public void appendTagged(Object event, Tag... tags) {
    checkOpen();
    events = with(newEvent(null, event, new HashSet<>(Arrays.asList(tags))), events);
  }

  /**
   * Demands that a condition holds when the commit is made: a guard on something that was only
   * read.
   */
  public void expect(Condition condition) {
    checkOpen();
    conditions = with(condition, conditions);
  }

  /** Puts or removes a document; for repositories. */
  public void write(DocumentWrite<?> write) {
    checkOpen();
    writes = with(write, writes);
  }

  /**
   * Events of one of these classes or their subtypes, as a query for {@link #fold}.
   *
   * @throws org.plaincqrs.error.ConfigurationException when none of them is registered
   */
  public EventQuery eventsOf(Class<?>... classes) {
    Set<String> names = new HashSet<>();
    for (Class<?> type : classes) {
      names.addAll(types.names(type));
    }
    if (names.isEmpty()) {
      throw new ConfigurationException(
          "None of "
              + Arrays.toString(classes)
              + " is a registered event class; add them with events(...).");
    }
    return EventQuery.types(names);
  }

  /**
   * Folds every event that matches a query, oldest first, and demands that no further one has come
   * when the commit is made: a dynamic consistency boundary.
   *
   * @param fold takes the state so far and the next event
   * @return the last state; {@code initial} when nothing matches
   */
  public <S> S fold(EventQuery query, S initial, BiFunction<S, RecordedEvent, S> fold) {
    checkOpen();
    S state = initial;
    EventPage page = EventLog.emptyPage(0);
    do {
      page = log.read(query, page.through(), PAGE);
      for (RecordedEvent event : page.events()) {
        state = fold.apply(state, event);
      }
    } while (page.more());
    conditions = with(new Condition.NoneSince(query, page.through()), conditions);
    return state;
  }

  /** Takes something loaded along to the commit; for repositories. */
  public void enlist(Participant participant) {
    checkOpen();
    participants = with(participant, participants);
  }

  /** What was enlisted, in that order; for repositories. */
  public List<Participant> participants() {
    return participants;
  }

  Commit commit(@Nullable Object answer, Instant time) {
    result = answer;
    // Not for each: who contributes may take another one along.
    for (int i = 0; i < participants.size(); i++) {
      participants.get(i).contribute(this);
    }
    open = false;
    return new Commit(
        handled(command, answer),
        metadata.causedBy(command.id()),
        time,
        conditions,
        events,
        writes);
  }

  static HandledCommand handled(ICommand<?> command, @Nullable Object answer) {
    return new HandledCommand(command.id(), command, ANSWERS.get(command.getClass()), answer);
  }

  void committed(Verdict.Committed verdict) {
    participants.forEach(participant -> participant.committed(verdict));
  }

  @Nullable Object result() {
    return result;
  }

  void close() {
    open = false;
  }

  private NewEvent newEvent(@Nullable String stream, @Nullable Object event, Set<Tag> tags) {
    if (event == null) {
      throw new IllegalArgumentException(
          "An event to append is null" + (stream == null ? "." : ", for stream '" + stream + "'."));
    }
    Set<Tag> all = tags;
    if (event instanceof Tagged tagged) {
      all = new HashSet<>(tags);
      all.addAll(tagged.tags());
    }
    if (stream == null && all.isEmpty()) {
      throw new IllegalArgumentException(
          event.getClass().getSimpleName()
              + " belongs to no stream and has no tag, so nothing could find it; give it one.");
    }
    return new NewEvent(TimeOrderedId.next(), stream, types.current(event), event, all);
  }

  /**
   * One more. Most commands need two or three of the lists, with a single thing in each, and the
   * commit takes them as they are: so a list that can grow is made for the second thing.
   */
  private static <T> List<T> with(T more, List<T> some) {
    if (some.isEmpty()) {
      return List.of(more);
    }
    List<T> grown = some instanceof ArrayList ? some : new ArrayList<>(some);
    grown.add(more);
    return grown;
  }

  private void checkOpen() {
    if (!open) {
      throw new IllegalStateException(
          "The unit of work of "
              + command.getClass().getSimpleName()
              + " is over; append and save before the handler returns, in its thread.");
    }
  }
}
