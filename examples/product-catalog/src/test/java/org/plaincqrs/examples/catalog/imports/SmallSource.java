package org.plaincqrs.examples.catalog.imports;

import java.math.BigDecimal;
import java.util.function.Consumer;
import org.plaincqrs.examples.catalog.foodmart.Movement;
import org.plaincqrs.examples.catalog.foodmart.SourceProduct;

/** As much as a test has time for, in the form of FoodMart; each shipment comes twice, equal. */
record SmallSource(int products, int days) implements ImportSource {
  static final int OPENING_STOCK = 9;

  @Override
  public long productCount() {
    return products;
  }

  @Override
  public long movementCount() {
    return 3L * products * days;
  }

  long commandCount() {
    return 2 * productCount() + movementCount();
  }

  @Override
  public void forEachProduct(Consumer<? super SourceProduct> consumer) {
    for (int id = 1; id <= products; id++) {
      consumer.accept(
          new SourceProduct(
              id,
              "Tea " + id,
              "Brand",
              BigDecimal.valueOf(100 + id, 2),
              "s" + id % 3,
              "c" + id % 2,
              "d"));
    }
  }

  @Override
  public void forEachMovement(Consumer<? super Movement> consumer) {
    for (int day = 1; day <= days; day++) {
      for (int id = 1; id <= products; id++) {
        consumer.accept(new Movement(Movement.Kind.RECEIVED, day, id, id % 4 + 1));
        consumer.accept(new Movement(Movement.Kind.SHIPPED, day, id, 2));
        consumer.accept(new Movement(Movement.Kind.SHIPPED, day, id, 2));
      }
    }
  }
}
