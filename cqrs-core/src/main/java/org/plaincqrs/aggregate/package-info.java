/**
 * Aggregates and deciders, and the repositories that load and save them: as state, as state with
 * events, or as events alone, behind one interface.
 */
@NullMarked
package org.plaincqrs.aggregate;

import org.jspecify.annotations.NullMarked;
