package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.internal.log.MessageJson;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.PostgreSqlDialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.jdbc.internal.sql.Writer;

/**
 * A whole batch in one statement and one round trip to PostgreSQL, committed by itself: the head
 * moves only if it is where this process has seen it last and every assumption holds, and the rows
 * go in only if the head has moved.
 *
 * <p>Why this is right at READ COMMITTED and above: the statement reads from one snapshot. It moves
 * the head only when the head has the expected revision both in that snapshot and, once locked,
 * now; so nobody has committed in between, and all that the checks have read is as it is under the
 * lock.
 *
 * <p>Every array stands in a subselect, which hides its length from the planner: else it believes a
 * plan made for that length to be worth the planning, every time, and that takes longer than to
 * execute it.
 */
final class AtOnce {
  private static final String SQL =
      """
      with head as (
        update cqrs_head set position = ?, revision = ? where one = 1 and revision = ?
          and position = ?
          and not exists (
            select 1 from unnest((select ?::text[]), (select ?::int8[])) s(stream, version)
            where s.version <> coalesce(
              (select e.version from cqrs_events e where e.stream = s.stream
                order by e.version desc limit 1), 0))
          and not exists (
            select 1 from unnest((select ?::uuid[])) i(id)
            where (select c.position from cqrs_commands c where c.id = i.id) is not null)
          %s
        returning 1),
      events as (
        insert into cqrs_events
          (position, id, stream, version, type, revision, payload, tags, metadata, time_micros)
        select u.* from head, unnest((select ?::int8[]), (select ?::uuid[]), (select ?::text[]),
          (select ?::int8[]), (select ?::text[]), (select ?::int4[]), (select ?::bytea[]),
          (select ?::bytea[]), (select ?::bytea[]), (select ?::int8[])) u),
      tags as (
        insert into cqrs_tags (tag_key, tag_value, position)
        select u.* from head,
          unnest((select ?::text[]), (select ?::text[]), (select ?::int8[])) u),
      commands as (
        insert into cqrs_commands (id, hash, result, position, time_micros)
        select u.* from head, unnest((select ?::uuid[]), (select ?::bytea[]),
          (select ?::bytea[]), (select ?::int8[]), (select ?::int8[])) u)
      select 1 from head
      """;

  private static final String NO_MATCH =
      """
      and not exists (
        select 1 from unnest((select ?::text[]), (select ?::text[]), (select ?::int8[]),
            (select ?::text[]), (select ?::text[])) q(tag_key, tag_value, after, types, tags)
        where (
          select t.position from cqrs_tags t
          where t.tag_key = q.tag_key and t.tag_value = q.tag_value and t.position > q.after
            and (q.types is null or (
              select e.type from cqrs_events e where e.position = t.position)
                in (select jsonb_array_elements_text(q.types::jsonb)))
            and (q.tags is null or not exists (
              select 1 from jsonb_array_elements(q.tags::jsonb) m where (
                select o.position from cqrs_tags o where o.tag_key = m->>0
                  and o.tag_value = m->>1 and o.position = t.position) is null))
          order by t.position limit 1) is not null)
      """;

  private final MessageJson json = new MessageJson();
  private final String plain;
  private final String conditional;

  AtOnce(Tables tables) {
    plain = tables.in(String.format(java.util.Locale.ROOT, SQL, ""));
    conditional = tables.in(String.format(java.util.Locale.ROOT, SQL, NO_MATCH));
  }

  /** Whether the batch is in; when not, nothing was done. */
  boolean execute(Connection connection, Batch batch, AssumedFacts facts) throws SQLException {
    String sql = facts.noMatches().isEmpty() ? plain : conditional;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(new Arrays(connection, statement), batch, facts);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void bind(Arrays to, Batch batch, AssumedFacts facts) throws SQLException {
    Writer.Head next = batch.newHead();
    to.number(next.position());
    to.number(next.revision());
    to.number(batch.head().revision());
    to.number(batch.head().position());
    to.array("text", facts.versions().keySet().toArray(String[]::new));
    to.array("int8", facts.versions().values().toArray(Long[]::new));
    to.array("uuid", facts.ids().toArray(UUID[]::new));
    if (!facts.noMatches().isEmpty()) {
      bind(to, facts.noMatches());
    }
    to.rows(EventTable.EVENTS, batch.events().events());
    to.rows(EventTable.TAGS, batch.events().tags());
    to.rows(CommandTable.COLUMNS, batch.commands());
  }

  private void bind(Arrays to, List<AssumedFacts.NoMatch> noMatches) throws SQLException {
    int count = noMatches.size();
    String[] keys = new String[count];
    String[] values = new String[count];
    Long[] afters = new Long[count];
    @Nullable String[] types = new String[count];
    @Nullable String[] others = new String[count];
    for (int i = 0; i < count; i++) {
      EventQuery.Item item = noMatches.get(i).item();
      List<Tag> tags = List.copyOf(item.tags());
      keys[i] = tags.get(0).key();
      values[i] = tags.get(0).value();
      afters[i] = noMatches.get(i).after();
      types[i] = item.types().isEmpty() ? null : json.texts(item.types());
      others[i] = tags.size() == 1 ? null : json.tagText(tags.subList(1, tags.size()));
    }
    to.array("text", keys);
    to.array("text", values);
    to.array("int8", afters);
    to.array("text", types);
    to.array("text", others);
  }

  /** Binds parameters one after the other. */
  private static final class Arrays {
    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    private Arrays(Connection connection, PreparedStatement statement) {
      this.connection = connection;
      this.statement = statement;
    }

    private void number(long value) throws SQLException {
      statement.setLong(++index, value);
    }

    private void array(String type, @Nullable Object[] values) throws SQLException {
      statement.setArray(++index, connection.createArrayOf(type, values));
    }

    private void rows(List<Column> columns, List<@Nullable Object[]> rows) throws SQLException {
      for (int i = 0; i < columns.size(); i++) {
        Column.Kind kind = columns.get(i).kind();
        array(PostgreSqlDialect.array(kind), PostgreSqlDialect.column(kind, rows, i));
      }
    }
  }
}
