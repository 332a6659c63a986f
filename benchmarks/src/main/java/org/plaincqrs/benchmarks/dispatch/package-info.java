/** What it costs to bring a message to its handler; every contender has the same order and work. */
@NullMarked
package org.plaincqrs.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
