/**
 * Brings a source's products and movements into the catalogue, by its commands, and checks the
 * answers against the source.
 */
@NullMarked
package org.plaincqrs.examples.catalog.imports;

import org.jspecify.annotations.NullMarked;
