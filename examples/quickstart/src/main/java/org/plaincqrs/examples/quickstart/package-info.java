/** The whole pattern on one screen: a command, an event, a view. */
@NullMarked
package org.plaincqrs.examples.quickstart;

import org.jspecify.annotations.NullMarked;
