/**
 * Where the catalogue keeps its data: from what the command line names to an opened storage. Knows
 * databases and the library's storages, and nothing of products.
 */
@NullMarked
package org.plaincqrs.examples.catalog.stores;

import org.jspecify.annotations.NullMarked;
