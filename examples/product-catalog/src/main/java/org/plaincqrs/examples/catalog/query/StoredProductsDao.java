package org.plaincqrs.examples.catalog.query;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.plaincqrs.query.IReadRepository;

/**
 * Answers from stored documents, each of which gives one row: the rows of a view, or the states of
 * the write side where both sides share a store.
 */
final class StoredProductsDao<D> implements ProductsDao {
  private static final Comparator<ProductRow> BY_ID = Comparator.comparingInt(ProductRow::id);

  private final IReadRepository<D, Integer> documents;
  private final ProductIndexes<D> indexes;
  private final Function<D, ProductRow> toRow;

  StoredProductsDao(
      IReadRepository<D, Integer> documents,
      ProductIndexes<D> indexes,
      Function<D, ProductRow> toRow) {
    this.documents = documents;
    this.indexes = indexes;
    this.toRow = toRow;
  }

  @Override
  public Optional<ProductDisplay> findById(int productId) {
    return find(productId).map(ProductRow::display);
  }

  @Override
  public Optional<ProductInventory> findInventory(int productId) {
    return find(productId).map(ProductRow::inventory);
  }

  @Override
  public List<ProductDisplay> findByName(String part) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return all(
        row -> row.name().toLowerCase(Locale.ROOT).contains(wanted),
        Comparator.comparing(ProductRow::name).thenComparing(BY_ID),
        ProductRow::display);
  }

  @Override
  public List<ProductInventory> findOutOfStockProducts() {
    return rows(documents.findBy(indexes.outOfStock(), true).stream())
        .sorted(BY_ID)
        .map(ProductRow::inventory)
        .toList();
  }

  @Override
  public List<ProductDisplay> findRelatedProducts(int productId) {
    return find(productId).map(this::related).orElse(List.of());
  }

  @Override
  public List<ProductDisplay> findAll() {
    return all(row -> true, BY_ID, ProductRow::display);
  }

  @Override
  public List<ProductInventory> findAllInventory() {
    return all(row -> true, BY_ID, ProductRow::inventory);
  }

  private Optional<ProductRow> find(int productId) {
    return documents.find(productId).map(toRow);
  }

  /** One category holds a subcategory only once, though another category may have its namesake. */
  private List<ProductDisplay> related(ProductRow product) {
    Comparator<ProductRow> sameSubcategoryFirst =
        Comparator.comparing(row -> !row.subcategory().equals(product.subcategory()));
    return rows(documents.findBy(indexes.category(), product.category()).stream())
        .filter(row -> row.id() != product.id())
        .sorted(sameSubcategoryFirst.thenComparing(BY_ID))
        .map(ProductRow::display)
        .toList();
  }

  private <R> List<R> all(
      Predicate<ProductRow> wanted, Comparator<ProductRow> order, Function<ProductRow, R> answer) {
    try (Stream<D> stored = documents.all()) {
      return rows(stored).filter(wanted).sorted(order).map(answer).toList();
    }
  }

  private Stream<ProductRow> rows(Stream<D> stored) {
    return stored.map(toRow);
  }
}
