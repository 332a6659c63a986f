package org.plaincqrs.jdbc.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plaincqrs.jdbc.Database;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;

class SchemaFilesTest {
  private static final Tables SHOP = new Tables("shop_");

  @ParameterizedTest
  @EnumSource(Database.class)
  void every_database_has_the_same_numbers(Database database) {
    Dialect dialect = Dialect.of(database);

    for (int number = 1; number <= SchemaFiles.NEWEST; number++) {
      assertThat(SchemaFiles.text(dialect, SHOP, number))
          .startsWith("-- Plain CQRS, schema " + number + ",");
    }
    assertThatThrownBy(() -> SchemaFiles.text(dialect, SHOP, SchemaFiles.NEWEST + 1))
        .hasMessageContaining("lacks");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void every_table_is_called_by_the_prefix(Database database) {
    String first = SchemaFiles.text(Dialect.of(database), SHOP, 1);
    String second = SchemaFiles.text(Dialect.of(database), SHOP, 2);

    assertThat(first)
        .doesNotContain("cqrs_")
        .contains("shop_head", "shop_events", "shop_tags", "shop_commands", "shop_checkpoints");
    assertThat(second)
        .doesNotContain("cqrs_")
        .contains("shop_checkpoints", "shop_nodes", "shop_roster");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void statements_end_where_a_line_ends_in_a_semicolon(Database database) {
    String text = SchemaFiles.text(Dialect.of(database), SHOP, 1);

    List<String> statements = SchemaFiles.statements(text);

    assertThat(statements)
        .allSatisfy(
            statement ->
                assertThat(statement)
                    .matches("(?s)(create|insert|drop) .*[^;\\s]")
                    .doesNotContain("--"));
    assertThat(statements.stream().filter(each -> each.startsWith("create table"))).hasSize(6);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void the_second_file_adds_to_the_first(Database database) {
    String text = SchemaFiles.text(Dialect.of(database), SHOP, 2);

    List<String> statements = SchemaFiles.statements(text);

    assertThat(statements)
        .allSatisfy(
            statement ->
                assertThat(statement)
                    .matches("(?s)(create|insert|alter|set|prepare|execute|deallocate) .*[^;\\s]"));
    assertThat(statements.stream().filter(each -> each.startsWith("create table"))).hasSize(2);
  }
}
