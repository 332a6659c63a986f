package org.plaincqrs.examples.catalog.domain;

import org.plaincqrs.aggregate.Aggregate;
import org.plaincqrs.aggregate.AggregateType;

/**
 * A product of the catalogue. Its methods decide what happens; the events say how that changes the
 * state. How it is stored is chosen in the wiring, and can't be seen here.
 */
public final class Product extends Aggregate<ProductState, ProductEvent> {
  /** What the library must know of products. */
  public static final AggregateType<Product, Integer, ProductState, ProductEvent> TYPE =
      AggregateType.of("product", ProductState.class, ProductEvent.class)
          .startingFrom(ProductState.NONE, Product::new)
          .keyedBy(Integer.class, Product::id);

  private Product(ProductState state) {
    super(state);
  }

  /** A new product. */
  public static Product add(ProductAdded added) {
    Product product = new Product(ProductState.NONE);
    product.raise(added);
    return product;
  }

  public int id() {
    return state().id();
  }

  public String name() {
    return state().name();
  }

  /** Takes a user's rating; it replaces the one that the user gave before. */
  public void rate(int userId, int rating) {
    raise(new ProductRated(id(), userId, rating, state().ratings().get(userId)));
  }

  /** Takes units into stock. */
  public void receive(int quantity) {
    raise(new ItemsReceived(id(), quantity));
  }

  /**
   * Takes units out of stock. They have left already, so the books follow even below zero; a
   * recount will set them right.
   */
  public void confirmShipped(int quantity) {
    raise(new ItemsShipped(id(), quantity));
  }

  /** Sets the stock to what was counted. */
  public void recount(int count) {
    raise(new StockRecounted(id(), count));
  }

  @Override
  protected ProductState evolve(ProductState state, ProductEvent event) {
    return event.applyTo(state);
  }
}
