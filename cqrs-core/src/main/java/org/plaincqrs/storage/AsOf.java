package org.plaincqrs.storage;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;

/**
 * A point in the log, behind which events don't count: what something was as of then. Immutable.
 *
 * <pre>{@code
 * Optional<Account> then = accounts.find("ada", AsOf.version(3));
 * IReadRepository<Balance, String> atMidnight = cqrs.view(BALANCES, AsOf.time(midnight));
 * }</pre>
 */
public final class AsOf {
  private static final AsOf NOW = new AsOf("now", Long.MAX_VALUE, Long.MAX_VALUE, Instant.MAX);
  private static final int PAGE = 1_000;

  private final String text;
  private final long version;
  private final long position;
  private final Instant instant;

  private AsOf(String text, long version, long position, Instant instant) {
    this.text = text;
    this.version = version;
    this.position = position;
    this.instant = instant;
  }

  /**
   * After that many events of one stream; 0 is before the first.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public static AsOf version(long version) {
    checkNotNegative("version", version);
    return new AsOf("version " + version, version, Long.MAX_VALUE, Instant.MAX);
  }

  /**
   * After the event at that position of the log; 0 is before the first.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public static AsOf position(long position) {
    checkNotNegative("position", position);
    return new AsOf("position " + position, Long.MAX_VALUE, position, Instant.MAX);
  }

  /**
   * Before the first event that was recorded later than that, by the clock of the process that
   * recorded it; an instant that is still to come is now.
   */
  public static AsOf time(Instant instant) {
    Objects.requireNonNull(instant, "The instant is null.");
    return new AsOf(instant.toString(), Long.MAX_VALUE, Long.MAX_VALUE, instant);
  }

  /** At the end of the log, as it is when it is read. */
  public static AsOf now() {
    return NOW;
  }

  private static void checkNotNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "The " + what + " " + value + " is negative; 0 is before the first event.");
    }
  }

  /**
   * Hands over the events of a stream up to this point, oldest first, 1,000 at once at most.
   *
   * @return how many there were
   * @throws NotInLogException when the stream, or the log, has not come so far
   */
  public long read(EventLog log, String stream, Consumer<List<RecordedEvent>> pages) {
    if (position != Long.MAX_VALUE) {
      lastPosition(log);
    }
    long present = log.version(stream);
    if (version != Long.MAX_VALUE && version > present) {
      throw NotInLogException.version(stream, version, present);
    }
    long last = Math.min(version, present);
    long count = 0;
    long through = 0;
    boolean more = true;
    while (more && through < last) {
      EventPage page = log.readStream(stream, through, (int) Math.min(PAGE, last - through));
      List<RecordedEvent> counting = upTo(page.events(), this::includes);
      pages.accept(counting);
      count += counting.size();
      more = page.more() && counting.size() == page.events().size();
      through = page.through();
    }
    return count;
  }

  /**
   * Hands over the events that match a query up to this point, oldest first, 1,000 at once at most.
   *
   * @throws NotInLogException when the log has not come so far
   * @throws IllegalArgumentException when this is a version, which only a stream has
   */
  public void read(EventLog log, EventQuery query, Consumer<List<RecordedEvent>> pages) {
    if (version != Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A " + text + " is one of a stream; ask for a position or an instant instead.");
    }
    long last = lastPosition(log);
    long through = 0;
    boolean more = true;
    while (more && through < last) {
      EventPage page = log.read(query, through, PAGE);
      List<RecordedEvent> counting =
          upTo(page.events(), event -> event.position() <= last && includes(event));
      pages.accept(counting);
      more = page.more() && counting.size() == page.events().size();
      through = page.through();
    }
  }

  private long lastPosition(EventLog log) {
    long head = log.head();
    if (position != Long.MAX_VALUE && position > head) {
      throw NotInLogException.position(position, head);
    }
    return Math.min(position, head);
  }

  private boolean includes(RecordedEvent event) {
    return event.position() <= position && !event.time().isAfter(instant);
  }

  /** Those before the first that does not count. */
  private static List<RecordedEvent> upTo(
      List<RecordedEvent> events, Predicate<RecordedEvent> counts) {
    int count = 0;
    while (count < events.size() && counts.test(events.get(count))) {
      count++;
    }
    return events.subList(0, count);
  }

  /** The point in words, such as "position 3". */
  @Override
  public String toString() {
    return text;
  }
}
