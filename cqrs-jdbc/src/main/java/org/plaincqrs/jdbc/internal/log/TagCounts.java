package org.plaincqrs.jdbc.internal.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;

/**
 * Which of an item's tags is the rarest: counted, but not beyond a bound, since a planner without
 * statistics can't know. Only asked where there are several.
 */
final class TagCounts implements QuerySql.TagOrder {
  private static final int BOUND = 1_000;

  private final Map<Set<Tag>, List<Tag>> orders = new HashMap<>();

  /** Counts the tags of every item that has several, in the range. */
  static TagCounts of(
      Connection connection, Dialect dialect, Tables tables, EventQuery query, QuerySql.Range range)
      throws SQLException {
    TagCounts counts = new TagCounts();
    for (EventQuery.Item item : query.items()) {
      if (item.tags().size() > 1) {
        counts.count(connection, dialect, tables, item, range);
      }
    }
    return counts;
  }

  private void count(
      Connection connection,
      Dialect dialect,
      Tables tables,
      EventQuery.Item item,
      QuerySql.Range range)
      throws SQLException {
    List<Tag> tags = new ArrayList<>(item.tags());
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < tags.size(); i++) {
      sql.append(i == 0 ? "" : " union all ")
          .append("select ")
          .append(i)
          .append(
              ", count(*) from (select 1 as one from cqrs_tags where tag_key = ? and tag_value = ?"
                  + " and position > ? and position <= ? limit ")
          .append(BOUND)
          .append(") c")
          .append(i);
    }
    Map<Tag, Long> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(tables.in(sql.toString()))) {
      int at = 1;
      for (Tag tag : tags) {
        dialect.setText(statement, at++, tag.key());
        dialect.setText(statement, at++, tag.value());
        statement.setLong(at++, range.after());
        statement.setLong(at++, range.upTo());
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(tags.get(rows.getInt(1)), rows.getLong(2));
        }
      }
    }
    tags.sort(java.util.Comparator.comparing(tag -> found.getOrDefault(tag, 0L)));
    orders.put(item.tags(), tags);
  }

  @Override
  public List<Tag> of(EventQuery.Item item) {
    return orders.getOrDefault(item.tags(), List.copyOf(item.tags()));
  }
}
