package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.jdbc.internal.document.Overlay;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.InlineProjection;

/** Facts that were looked up under the lock of the head, for a whole batch in a few statements. */
final class StoredFacts implements Facts {
  private final Connection connection;
  private final Engine engine;
  private final Set<String> streams = new LinkedHashSet<>();
  private final Set<UUID> ids = new LinkedHashSet<>();
  private final Map<DocumentType<?, ?>, Set<String>> documents = new LinkedHashMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<UUID, Remembered> remembered = new HashMap<>();
  private final Map<String, Long> checkpoints = new HashMap<>();
  private boolean appends;

  StoredFacts(Connection connection, Engine engine, List<PreparedCommit> commits, Overlay overlay)
      throws SQLException {
    this.connection = connection;
    this.engine = engine;
    commits.forEach(this::collect);
    lookUp(overlay);
  }

  private void collect(PreparedCommit prepared) {
    Commit commit = prepared.commit();
    appends |= !commit.events().isEmpty();
    for (NewEvent event : commit.events()) {
      if (event.stream() != null) {
        streams.add(event.stream());
      }
    }
    for (Condition condition : commit.conditions()) {
      if (condition instanceof Condition.StreamAt at) {
        streams.add(at.stream());
      } else if (condition instanceof Condition.DocumentAt at) {
        documents.computeIfAbsent(at.type(), type -> new LinkedHashSet<>()).add(at.key());
      }
    }
    if (prepared.command() != null) {
      ids.add(prepared.command().handled().id());
    }
  }

  private void lookUp(Overlay overlay) throws SQLException {
    if (!streams.isEmpty()) {
      versions.putAll(engine.dialect().versions(connection, engine.tables(), streams));
    }
    if (!ids.isEmpty()) {
      remembered.putAll(engine.commands().find(connection, ids));
    }
    for (Map.Entry<DocumentType<?, ?>, Set<String>> each : documents.entrySet()) {
      overlay.preload(each.getKey(), each.getValue());
    }
    if (appends) {
      for (InlineProjection projection : engine.inline()) {
        checkpoints.put(
            projection.name(), engine.checkpoints().position(connection, projection.name()));
      }
    }
  }

  @Override
  public long version(String stream) {
    return versions.getOrDefault(stream, 0L);
  }

  @Override
  public @Nullable Remembered remembered(UUID id) {
    return remembered.get(id);
  }

  @Override
  public long firstMatch(EventQuery query, long after) throws SQLException {
    return engine.log().firstMatch(connection, query, after);
  }

  @Override
  public long checkpoint(String projection) {
    return checkpoints.getOrDefault(projection, 0L);
  }
}
