package org.plaincqrs.examples.catalog.command;

import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.examples.catalog.domain.Product;
import org.plaincqrs.examples.catalog.domain.ProductAdded;
import org.plaincqrs.examples.catalog.domain.ProductAlreadyAddedException;

/** Handles every command of the catalogue: find the product, have it decide, save it. */
public final class ProductsCommandHandler {
  private final IRepository<Product, Integer> products;

  public ProductsCommandHandler(IRepository<Product, Integer> products) {
    this.products = products;
  }

  @Handles
  public void handle(AddNewProduct command) {
    products
        .find(command.productId())
        .ifPresent(
            present -> {
              throw new ProductAlreadyAddedException(present);
            });
    products.save(
        Product.add(
            new ProductAdded(
                command.productId(),
                command.name(),
                command.description(),
                command.unitPrice(),
                command.category(),
                command.subcategory())));
  }

  @Handles
  public void handle(RateProduct command) {
    Product product = products.get(command.productId());
    product.rate(command.userId(), command.rating());
    products.save(product);
  }

  @Handles
  public void handle(AddToInventory command) {
    Product product = products.get(command.productId());
    product.receive(command.quantity());
    products.save(product);
  }

  @Handles
  public void handle(ConfirmItemsShipped command) {
    Product product = products.get(command.productId());
    product.confirmShipped(command.quantity());
    products.save(product);
  }

  @Handles
  public void handle(UpdateStockFromInventoryRecount command) {
    Product product = products.get(command.productId());
    product.recount(command.count());
    products.save(product);
  }
}
