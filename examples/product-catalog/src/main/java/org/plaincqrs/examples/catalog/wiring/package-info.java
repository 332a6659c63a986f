/** Puts write side and read side over their stores, in one of three architectures. */
@NullMarked
package org.plaincqrs.examples.catalog.wiring;

import org.jspecify.annotations.NullMarked;
