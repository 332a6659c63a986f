/**
 * The reference backend: the shortest correct implementation of the storage SPI. Read it first when
 * you write a backend.
 */
@NullMarked
package org.plaincqrs.inmemory;

import org.jspecify.annotations.NullMarked;
