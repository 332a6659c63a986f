/**
 * What can be asked of the catalogue: the commands, the rules on their fields, and their handlers.
 * Reads no view.
 */
@NullMarked
package org.plaincqrs.examples.catalog.command;

import org.jspecify.annotations.NullMarked;
