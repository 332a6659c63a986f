/**
 * Reads the FoodMart data set: products, movements of stock, and the sums that an import is checked
 * against. Nothing here knows the catalogue's domain or the CQRS library.
 */
@NullMarked
package org.plaincqrs.examples.catalog.foodmart;

import org.jspecify.annotations.NullMarked;
