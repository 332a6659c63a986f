/**
 * The SPI of a backend: one atomic {@link org.plaincqrs.storage.Commit} goes in, one {@link
 * org.plaincqrs.storage.Verdict} comes out, and the log and the documents can be read. No flow of
 * commands or projections lives here.
 */
@NullMarked
package org.plaincqrs.storage;

import org.jspecify.annotations.NullMarked;
