/**
 * The import of FoodMart into the product catalogue from end to end, on each store and in each
 * architecture: how fast it is, how long a command takes, and what stays on the heap.
 */
@NullMarked
package org.plaincqrs.benchmarks.imports;

import org.jspecify.annotations.NullMarked;
