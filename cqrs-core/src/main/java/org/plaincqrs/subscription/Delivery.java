package org.plaincqrs.subscription;

import java.util.List;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;

/**
 * What a subscription hands to its handler: events in the order of the log, at least one.
 *
 * @param events as the program knows them, upcasters applied
 * @param build which build of the subscription they are for, from 1; its effects are kept apart
 *     from those of other builds
 * @param part which part of the build, from 0
 * @param parts into how many parts the build is split
 */
public record Delivery(List<RecordedEvent> events, int build, int part, int parts) {
  /** Copies the list. */
  public Delivery {
    events = List.copyOf(events);
  }

  /** Whether a key belongs to this part; each key belongs to one. */
  public boolean isMine(String key) {
    return parts == 1 || partOf(key, parts) == part;
  }

  /** A kind of document as this build keeps it: each build writes its own. */
  public <D, K> DocumentType<D, K> own(DocumentType<D, K> type) {
    return build == 1 ? type : type.named(Reader.built(type.name(), build));
  }

  /** The part that a key belongs to, the same on every node and in every version. */
  static int partOf(String key, int parts) {
    // String.hashCode is specified; its high bits are mixed in, since parts are few.
    int hash = key.hashCode() * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 16), parts);
  }
}
