/** The catalogue's prompt: reads a line, sends a command or asks a question, prints the answer. */
@NullMarked
package org.plaincqrs.examples.catalog.prompt;

import org.jspecify.annotations.NullMarked;
