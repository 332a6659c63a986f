package org.plaincqrs.jdbc.internal.log;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.internal.sql.Dialect;

/**
 * The positions of the events that match a query, between two positions, as SQL. Each item is a
 * query of its own, in order and with the limit, so that it reads no more of an index than a page
 * needs, whatever the planner thinks; an item with tags starts from the index of tags, another from
 * the log. What is a value is bound.
 */
final class QuerySql {
  private interface Binding {
    void bind(Dialect dialect, PreparedStatement statement, int index) throws SQLException;
  }

  private final StringBuilder sql = new StringBuilder();
  private final List<Binding> bindings = new ArrayList<>();

  /**
   * The query over positions in {@code (after, upTo]}.
   *
   * @param columns what to select of {@code cqrs_events e}
   */
  QuerySql(String columns, EventQuery query, long after, long upTo, boolean forward, int limit) {
    if (query.matchesAll()) {
      sql.append("select ").append(columns).append(" from cqrs_events e where ");
      range("e.position", after, upTo);
      sql.append(" order by e.position").append(forward ? "" : " desc");
      limit(limit);
      return;
    }
    sql.append("select ")
        .append(columns)
        .append(" from cqrs_events e join (select position from (");
    Iterator<EventQuery.Item> items = query.items().iterator();
    for (int i = 0; items.hasNext(); i++) {
      sql.append(i == 0 ? "select position from (" : " union select position from (");
      EventQuery.Item item = items.next();
      item(item, after, upTo);
      sql.append(" order by ").append(item.tags().isEmpty() ? "x" : "t0").append(".position");
      sql.append(forward ? "" : " desc");
      limit(limit);
      sql.append(") i").append(i);
    }
    sql.append(") u order by position").append(forward ? "" : " desc");
    limit(limit);
    sql.append(") p on p.position = e.position order by e.position");
    sql.append(forward ? "" : " desc");
  }

  private void item(EventQuery.Item item, long after, long upTo) {
    if (item.tags().isEmpty()) {
      sql.append("select x.position from cqrs_events x where ");
      range("x.position", after, upTo);
      if (!item.types().isEmpty()) {
        sql.append(" and ");
        types(item);
      }
      return;
    }
    sql.append("select t0.position from cqrs_tags t0");
    List<Tag> tags = List.copyOf(item.tags());
    for (int i = 1; i < tags.size(); i++) {
      sql.append(" join cqrs_tags t").append(i).append(" on ");
      tag("t" + i, tags.get(i));
      sql.append(" and t").append(i).append(".position = t0.position");
    }
    if (!item.types().isEmpty()) {
      sql.append(" join cqrs_events x on x.position = t0.position and ");
      types(item);
    }
    sql.append(" where ");
    tag("t0", tags.get(0));
    sql.append(" and ");
    range("t0.position", after, upTo);
  }

  private void tag(String alias, Tag tag) {
    sql.append(alias).append(".tag_key = ? and ").append(alias).append(".tag_value = ?");
    text(tag.key());
    text(tag.value());
  }

  private void types(EventQuery.Item item) {
    StringJoiner marks = new StringJoiner(", ", "x.type in (", ")");
    for (String type : item.types()) {
      marks.add("?");
      text(type);
    }
    sql.append(marks);
  }

  private void range(String position, long after, long upTo) {
    sql.append(position).append(" > ? and ").append(position).append(" <= ?");
    number(after);
    number(upTo);
  }

  private void limit(int limit) {
    sql.append(" limit ?");
    bindings.add((dialect, statement, index) -> statement.setInt(index, limit));
  }

  private void text(String value) {
    bindings.add((dialect, statement, index) -> dialect.setText(statement, index, value));
  }

  private void number(long value) {
    bindings.add((dialect, statement, index) -> statement.setLong(index, value));
  }

  /** The text, with the default table prefix. */
  String sql() {
    return sql.toString();
  }

  /** Binds every value, from the first parameter on. */
  void bind(Dialect dialect, PreparedStatement statement) throws SQLException {
    for (int i = 0; i < bindings.size(); i++) {
      bindings.get(i).bind(dialect, statement, i + 1);
    }
  }
}
