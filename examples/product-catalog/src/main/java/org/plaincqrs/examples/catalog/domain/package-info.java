/**
 * The write model: the product, its state and its events; the note of an import. Knows the
 * library's base class and nothing of stores, commands or views.
 */
@NullMarked
package org.plaincqrs.examples.catalog.domain;

import org.jspecify.annotations.NullMarked;
