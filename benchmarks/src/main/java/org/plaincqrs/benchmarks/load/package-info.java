/** The JDBC backend under load, beside hand-written JDBC that writes and reads the same rows. */
@NullMarked
package org.plaincqrs.benchmarks.load;

import org.jspecify.annotations.NullMarked;
