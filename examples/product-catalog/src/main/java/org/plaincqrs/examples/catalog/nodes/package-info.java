/**
 * Several processes of the catalogue on one database: who runs which parts of a view, and what
 * happens when one of them is killed.
 */
@NullMarked
package org.plaincqrs.examples.catalog.nodes;

import org.jspecify.annotations.NullMarked;
