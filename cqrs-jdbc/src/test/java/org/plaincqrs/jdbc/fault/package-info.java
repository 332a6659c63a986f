/**
 * The JDBC backend under faults: calls that fail, connections and servers that die, processes that
 * are killed, rows that are damaged, nodes that compete. What a fault may do is judged from outside
 * of the library, by plain SQL.
 */
@NullMarked
package org.plaincqrs.jdbc.fault;

import org.jspecify.annotations.NullMarked;
