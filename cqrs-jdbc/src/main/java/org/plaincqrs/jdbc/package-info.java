/**
 * The durable backend, on any database that a {@link javax.sql.DataSource} leads to. Everything
 * that knows SQL lives here.
 */
@NullMarked
package org.plaincqrs.jdbc;

import org.jspecify.annotations.NullMarked;
