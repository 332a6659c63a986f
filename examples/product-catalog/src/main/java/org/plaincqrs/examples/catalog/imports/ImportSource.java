package org.plaincqrs.examples.catalog.imports;

import java.util.Set;
import java.util.function.Consumer;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.foodmart.Movement;
import org.plaincqrs.examples.catalog.foodmart.SourceProduct;

/** What an import reads: the same rows in the same order each time. */
interface ImportSource {
  /** Some years of FoodMart. */
  static ImportSource of(FoodMart foodMart, Set<Integer> years) {
    return new ImportSource() {
      @Override
      public long productCount() {
        return foodMart.productCount();
      }

      @Override
      public long movementCount() {
        return foodMart.movementCounts(years).total();
      }

      @Override
      public void forEachProduct(Consumer<? super SourceProduct> consumer) {
        foodMart.forEachProduct(consumer);
      }

      @Override
      public void forEachMovement(Consumer<? super Movement> consumer) {
        foodMart.forEachMovement(years, consumer);
      }
    };
  }

  long productCount();

  long movementCount();

  void forEachProduct(Consumer<? super SourceProduct> consumer);

  void forEachMovement(Consumer<? super Movement> consumer);
}
