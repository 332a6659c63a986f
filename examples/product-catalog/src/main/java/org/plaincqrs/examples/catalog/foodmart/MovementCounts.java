package org.plaincqrs.examples.catalog.foodmart;

/**
 * How many movements of each kind the source has, without the rows that are left out.
 *
 * @param received from the inventory facts
 * @param shipped from the sales facts
 */
public record MovementCounts(long received, long shipped) {

  /** All movements together. */
  public long total() {
    return received + shipped;
  }
}
