/**
 * The write side: commands, their handlers, the bus that finds the handler, and the unit of work
 * that turns what a handler did into one commit. Knows no aggregates and no read models.
 */
@NullMarked
package org.plaincqrs.command;

import org.jspecify.annotations.NullMarked;
