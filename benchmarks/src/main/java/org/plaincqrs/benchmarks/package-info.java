/** What things cost, beside hand-written floors in the same run. */
@NullMarked
package org.plaincqrs.benchmarks;

import org.jspecify.annotations.NullMarked;
