/** What the in-memory storage costs, beside two lists under a lock. */
@NullMarked
package org.plaincqrs.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
