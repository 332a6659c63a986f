package org.plaincqrs.aggregate;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.UnitOfWork;
import org.plaincqrs.command.UnitsOfWork;
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.Versioned;

/**
 * State-based aggregates without events: any immutable value, stored as a document with an
 * optimistic version.
 */
public final class DocumentRepository<A, K> extends TrackedRepository<A, K> {
  private final DocumentType<A, K> type;
  private final Function<A, K> key;

  /** A repository of that type; {@code key} takes the key from a value. */
  public DocumentRepository(UnitsOfWork units, DocumentType<A, K> type, Function<A, K> key) {
    super(units);
    this.type = type;
    this.key = key;
  }

  @Override
  String typeName() {
    return type.name();
  }

  @Override
  String keyText(K aggregateKey) {
    return type.key(aggregateKey);
  }

  @Override
  String keyOf(A aggregate) {
    return type.key(key.apply(aggregate));
  }

  @Override
  Tracked load(String keyText) {
    Optional<Versioned<A>> found = units.store().documents().find(type, keyText);
    return new Tracked(
        keyText,
        found.map(Versioned::document).orElse(null),
        found.map(Versioned::version).orElse(0L));
  }

  @Override
  @Nullable A past(String keyText, AsOf asOf) {
    throw new UnsupportedOperationException(
        "The past of '"
            + type.name()
            + "' is not kept, since it has no events; make it an Aggregate that raises some.");
  }

  @Override
  void contribute(Tracked tracked, UnitOfWork work) {
    @Nullable A aggregate = tracked.aggregate;
    if (tracked.saved || tracked.guarded) {
      work.expect(
          new Condition.DocumentAt(type, tracked.key, ExpectedVersion.exactly(tracked.version)));
    }
    if (tracked.saved && aggregate != null) {
      work.write(new DocumentWrite<>(type, tracked.key, tracked.version + 1, aggregate));
    }
  }

  @Override
  boolean replaceable() {
    return true;
  }
}
