/**
 * Writes the catalogue's views to files. Takes rows that were read already; queries nothing itself.
 */
@NullMarked
package org.plaincqrs.examples.catalog.export;

import org.jspecify.annotations.NullMarked;
