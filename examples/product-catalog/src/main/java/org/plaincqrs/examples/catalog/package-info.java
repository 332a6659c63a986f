/**
 * The product catalogue: its options, its wiring and its prompt. The domain, the views and the
 * source data live in the packages below.
 */
@NullMarked
package org.plaincqrs.examples.catalog;

import org.jspecify.annotations.NullMarked;
