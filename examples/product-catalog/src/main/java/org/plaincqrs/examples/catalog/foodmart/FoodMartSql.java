package org.plaincqrs.examples.catalog.foodmart;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The statements over FoodMart's tables. Facts lie in one table per year; the years come from
 * {@link FoodMart}'s own list, never from outside, before they become part of a table's name.
 */
final class FoodMartSql {
  static final String PRODUCTS =
      """
      SELECT p."product_id", p."product_name", p."brand_name", p."SRP",
             c."product_subcategory", c."product_category", c."product_department"
        FROM "foodmart"."product" p
        LEFT JOIN "foodmart"."product_class" c ON c."product_class_id" = p."product_class_id"
       ORDER BY p."product_id"
      """;

  static final String COUNT_PRODUCTS =
      """
      SELECT COUNT(*) FROM "foodmart"."product"
      """;

  private static final String MOVEMENTS_OF_YEAR =
      """
      SELECT 0 AS kind, "time_id", "product_id", "units_shipped" AS quantity
        FROM "foodmart"."inventory_fact_%1$d"
       WHERE "time_id" IS NOT NULL AND "units_shipped" > 0
      UNION ALL
      SELECT 1, "time_id", "product_id", "unit_sales"
        FROM "foodmart"."sales_fact_%1$d"
       WHERE "time_id" IS NOT NULL AND "unit_sales" > 0
      """;

  private static final String COUNTS_OF_YEAR =
      """
      SELECT COUNT(*) AS received, 0 AS shipped FROM "foodmart"."inventory_fact_%1$d"
       WHERE "time_id" IS NOT NULL AND "units_shipped" > 0
      UNION ALL
      SELECT 0, COUNT(*) FROM "foodmart"."sales_fact_%1$d"
       WHERE "time_id" IS NOT NULL AND "unit_sales" > 0
      """;

  private static final String LEFT_OUT_OF_YEAR =
      """
      SELECT 'inventory_fact_%1$d' AS source, "product_id", "time_id", "units_shipped" AS quantity
        FROM "foodmart"."inventory_fact_%1$d"
       WHERE "time_id" IS NULL OR "units_shipped" IS NULL OR "units_shipped" <= 0
      UNION ALL
      SELECT 'sales_fact_%1$d', "product_id", "time_id", "unit_sales"
        FROM "foodmart"."sales_fact_%1$d"
       WHERE "time_id" IS NULL OR "unit_sales" IS NULL OR "unit_sales" <= 0
      """;

  /**
   * Each part casts to one type: HSQLDB does not convert a union's sums, its driver then fails on
   * them.
   */
  private static final String NO_CHANGES =
      """
      SELECT "product_id", CAST(0 AS DECIMAL(18, 4)) AS change FROM "foodmart"."product"
      """;

  private static final String STOCK_CHANGES_OF_YEAR =
      """
      SELECT "product_id", SUM(CAST("units_shipped" AS DECIMAL(18, 4))) AS change
        FROM "foodmart"."inventory_fact_%1$d"
       WHERE "time_id" IS NOT NULL AND "units_shipped" > 0
       GROUP BY "product_id"
      UNION ALL
      SELECT "product_id", SUM(CAST(-"unit_sales" AS DECIMAL(18, 4)))
        FROM "foodmart"."sales_fact_%1$d"
       WHERE "time_id" IS NOT NULL AND "unit_sales" > 0
       GROUP BY "product_id"
      """;

  private FoodMartSql() {}

  static String movements(Collection<Integer> years) {
    return unionAll(MOVEMENTS_OF_YEAR, years)
        + " ORDER BY \"time_id\", kind, \"product_id\", quantity";
  }

  static String counts(Collection<Integer> years) {
    return "SELECT SUM(received), SUM(shipped) FROM (" + unionAll(COUNTS_OF_YEAR, years) + ")";
  }

  static String leftOutRows(Collection<Integer> years) {
    return unionAll(LEFT_OUT_OF_YEAR, years) + " ORDER BY source, \"product_id\", \"time_id\"";
  }

  /** Several sums for a product that moved, to be added up; one of zero for each product. */
  static String stockChanges(Collection<Integer> years) {
    return NO_CHANGES + " UNION ALL " + unionAll(STOCK_CHANGES_OF_YEAR, years);
  }

  private static String unionAll(String statementOfYear, Collection<Integer> years) {
    return years.stream()
        .map(statementOfYear::formatted)
        .collect(Collectors.joining(" UNION ALL "));
  }
}
