/** What it costs to tell subscribers of an event, in the same thread or in another one. */
@NullMarked
package org.plaincqrs.benchmarks.events;

import org.jspecify.annotations.NullMarked;
