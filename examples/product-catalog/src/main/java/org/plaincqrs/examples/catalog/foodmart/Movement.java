package org.plaincqrs.examples.catalog.foodmart;

/**
 * Units of one product that came into the warehouse or left it on one day.
 *
 * @param timeId FoodMart's number of the day; grows with the date
 * @param quantity whole units, at least 1
 */
public record Movement(Kind kind, int timeId, int productId, long quantity) {

  /** Which way the units went, in the order in which they are told on one day. */
  public enum Kind {
    RECEIVED,
    SHIPPED
  }
}
