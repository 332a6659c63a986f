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
 * needs, whatever the planner thinks; an item with tags walks the index of its rarest tag and looks
 * up the others, one without walks the log. What is a value is bound.
 */
final class QuerySql {
  /** The tags of an item, the rarest first. */
  interface TagOrder {
    List<Tag> of(EventQuery.Item item);
  }

  /** Which events, of which part of the log, and how many. */
  record Range(long after, long upTo, boolean forward, int limit) {}

  private interface Binding {
    void bind(PreparedStatement statement, int index) throws SQLException;
  }

  private final Dialect dialect;
  private final TagOrder tagOrder;
  private final StringBuilder sql = new StringBuilder();
  private final List<Binding> bindings = new ArrayList<>();

  /**
   * The query over positions in {@code (after, upTo]}.
   *
   * @param columns what to select of {@code cqrs_events e}
   */
  QuerySql(Dialect dialect, TagOrder tagOrder, String columns, EventQuery query, Range range) {
    this.dialect = dialect;
    this.tagOrder = tagOrder;
    String descending = range.forward ? "" : " desc";
    if (query.matchesAll()) {
      sql.append("select ").append(columns).append(" from cqrs_events e where ");
      between("e.position", range);
      sql.append(" order by e.position").append(descending);
      limit(range.limit);
      return;
    }
    sql.append("select ")
        .append(columns)
        .append(" from cqrs_events e join (select position from (");
    Iterator<EventQuery.Item> items = query.items().iterator();
    for (int i = 0; items.hasNext(); i++) {
      sql.append(i == 0 ? "select position from (" : " union select position from (");
      EventQuery.Item item = items.next();
      item(item, range);
      sql.append(" order by ").append(item.tags().isEmpty() ? "x" : "t").append(".position");
      sql.append(descending);
      limit(range.limit);
      sql.append(") i").append(i);
    }
    sql.append(") u order by position").append(descending);
    limit(range.limit);
    sql.append(") p on p.position = e.position order by e.position").append(descending);
  }

  private void item(EventQuery.Item item, Range range) {
    if (item.tags().isEmpty()) {
      sql.append("select x.position from cqrs_events x where ");
      between("x.position", range);
      if (!item.types().isEmpty()) {
        sql.append(" and ");
        types(item);
      }
      return;
    }
    List<Tag> tags = tagOrder.of(item);
    sql.append("select t.position from cqrs_tags t where ");
    tag("t", tags.get(0));
    sql.append(" and ");
    between("t.position", range);
    for (Tag other : tags.subList(1, tags.size())) {
      sql.append(" and exists (select 1 from cqrs_tags o where ");
      tag("o", other);
      sql.append(" and o.position = t.position").append(dialect.asItStands()).append(')');
    }
    if (!item.types().isEmpty()) {
      sql.append(" and exists (select 1 from cqrs_events x where x.position = t.position and ");
      types(item);
      sql.append(dialect.asItStands()).append(')');
    }
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

  private void between(String position, Range range) {
    sql.append(position).append(" > ? and ").append(position).append(" <= ?");
    number(range.after);
    number(range.upTo);
  }

  private void limit(int limit) {
    sql.append(" limit ?");
    bindings.add((statement, index) -> statement.setInt(index, limit));
  }

  private void text(String value) {
    bindings.add((statement, index) -> dialect.setText(statement, index, value));
  }

  private void number(long value) {
    bindings.add((statement, index) -> statement.setLong(index, value));
  }

  /** The text, with the default table prefix. */
  String sql() {
    return sql.toString();
  }

  /** Binds every value, from the first parameter on. */
  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < bindings.size(); i++) {
      bindings.get(i).bind(statement, i + 1);
    }
  }
}
