/**
 * What the catalogue shows on the console while it works. Nothing here knows products, stores or
 * the source data.
 */
@NullMarked
package org.plaincqrs.examples.catalog.console;

import org.jspecify.annotations.NullMarked;
