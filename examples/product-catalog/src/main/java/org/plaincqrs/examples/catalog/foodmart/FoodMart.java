package org.plaincqrs.examples.catalog.foodmart;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hsqldb.jdbc.JDBCDataSource;

/**
 * The FoodMart data set, an HSQLDB database inside a jar. Opening it loads all of it onto the heap,
 * which takes seconds and some 370 MB; {@link #close()} gives both back. Not thread-safe.
 *
 * <p>{@link #forEachMovement} and {@link #stockChanges} take different ways through the database,
 * so that one can check the other: rows one by one there, sums by SQL here.
 */
public final class FoodMart implements AutoCloseable {
  private static final String URL = "jdbc:hsqldb:res:foodmart;ifexists=true;shutdown=true";
  private static final String USER = "FOODMART";
  private static final String PASSWORD = "FOODMART";
  private static final SortedSet<Integer> KNOWN_YEARS =
      Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(1997, 1998)));

  private final Connection connection;

  private FoodMart(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the data set from the class path.
   *
   * @throws FoodMartException if it is not there
   */
  public static FoodMart open() {
    try {
      return new FoodMart(dataSource().getConnection());
    } catch (SQLException e) {
      throw new FoodMartException(
          "FoodMart could not be opened from "
              + URL
              + ". Are net.hydromatic:foodmart-data-hsqldb and org.hsqldb:hsqldb on the class"
              + " path?",
          e);
    }
  }

  /** The years that have facts, ascending. */
  public static SortedSet<Integer> knownYears() {
    return KNOWN_YEARS;
  }

  /** How many products there are. */
  public long productCount() {
    List<Long> count = new ArrayList<>();
    forEachRow(FoodMartSql.COUNT_PRODUCTS, row -> count.add(row.getLong(1)));
    return count.get(0);
  }

  /**
   * Gives every product to the consumer, by ascending id.
   *
   * @throws FoodMartException if a product lacks a price or a class
   */
  public void forEachProduct(Consumer<? super SourceProduct> consumer) {
    forEachRow(FoodMartSql.PRODUCTS, row -> consumer.accept(product(row)));
  }

  /** How many movements {@link #forEachMovement} gives for these years. */
  public MovementCounts movementCounts(Set<Integer> years) {
    List<MovementCounts> counts = new ArrayList<>();
    forEachRow(
        FoodMartSql.counts(checked(years)),
        row -> counts.add(new MovementCounts(row.getLong(1), row.getLong(2))));
    return counts.get(0);
  }

  /**
   * Gives every movement of these years to the consumer: by day, on one day receipts before
   * shipments, among those by product and quantity.
   *
   * @throws FoodMartException if a quantity is not whole
   */
  public void forEachMovement(Set<Integer> years, Consumer<? super Movement> consumer) {
    forEachRow(FoodMartSql.movements(checked(years)), row -> consumer.accept(movement(row)));
  }

  /** The rows of these years that {@link #forEachMovement} does not give. */
  public LeftOutRows leftOutRows(Set<Integer> years) {
    List<LeftOutRow> rows = new ArrayList<>();
    forEachRow(FoodMartSql.leftOutRows(checked(years)), row -> rows.add(leftOutRow(row)));
    return new LeftOutRows(
        rows.size(), rows.subList(0, Math.min(LeftOutRows.EXAMPLE_LIMIT, rows.size())));
  }

  /**
   * What the movements of these years add up to, by product id, summed by SQL: units received less
   * units shipped. Every product is there, one that never moved with 0.
   *
   * @throws FoodMartException if a sum is not whole
   */
  public SortedMap<Integer, Long> stockChanges(Set<Integer> years) {
    SortedMap<Integer, Long> changes = new TreeMap<>();
    forEachRow(
        FoodMartSql.stockChanges(checked(years)),
        row -> {
          int productId = row.getInt(1);
          changes.merge(productId, wholeUnits(row.getBigDecimal(2), productId), Long::sum);
        });
    return changes;
  }

  /** Closes the database and, if nobody else in this process uses it, frees its memory. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new FoodMartException("FoodMart could not be closed.", e);
    }
  }

  /**
   * Not by DriverManager, which knows no driver of a class loader made later, such as that of
   * exec:java.
   */
  private static JDBCDataSource dataSource() {
    JDBCDataSource dataSource = new JDBCDataSource();
    dataSource.setURL(URL);
    dataSource.setUser(USER);
    dataSource.setPassword(PASSWORD);
    return dataSource;
  }

  private static SortedSet<Integer> checked(Set<Integer> years) {
    if (years.isEmpty() || !KNOWN_YEARS.containsAll(years)) {
      throw new IllegalArgumentException(
          "FoodMart has no facts for the years %s. Choose from %s."
              .formatted(new TreeSet<>(years), KNOWN_YEARS));
    }
    return new TreeSet<>(years);
  }

  private void forEachRow(String sql, RowConsumer consumer) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        consumer.accept(rows);
      }
    } catch (SQLException e) {
      throw new FoodMartException("FoodMart could not be read.", e);
    }
  }

  private static SourceProduct product(ResultSet row) throws SQLException {
    for (int column = 1; column <= 7; column++) {
      if (row.getObject(column) == null) {
        throw new FoodMartException(
            "Product %d of FoodMart has no %s."
                .formatted(row.getInt(1), row.getMetaData().getColumnName(column)),
            null);
      }
    }
    return new SourceProduct(
        row.getInt(1),
        row.getString(2),
        row.getString(3),
        price(row.getBigDecimal(4)),
        row.getString(5),
        row.getString(6),
        row.getString(7));
  }

  private static BigDecimal price(BigDecimal srp) {
    BigDecimal stripped = srp.stripTrailingZeros();
    return stripped.scale() < 2 ? stripped.setScale(2) : stripped;
  }

  private static Movement movement(ResultSet row) throws SQLException {
    int productId = row.getInt(3);
    return new Movement(
        row.getInt(1) == 0 ? Movement.Kind.RECEIVED : Movement.Kind.SHIPPED,
        row.getInt(2),
        productId,
        wholeUnits(row.getBigDecimal(4), productId));
  }

  private static LeftOutRow leftOutRow(ResultSet row) throws SQLException {
    return new LeftOutRow(
        row.getString(1), row.getInt(2), row.getObject(3, Integer.class), row.getBigDecimal(4));
  }

  /**
   * The quantities are DECIMAL(10,4), yet no row of FoodMart has a fraction; one that had would not
   * be rounded.
   */
  static long wholeUnits(BigDecimal units, int productId) {
    try {
      return units.longValueExact();
    } catch (ArithmeticException e) {
      throw new FoodMartException(
          "FoodMart tells %s units of product %d: not a whole number."
              .formatted(units.toPlainString(), productId),
          e);
    }
  }

  /** A row of a statement's result, used up before the next one comes. */
  @FunctionalInterface
  private interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }
}
