/**
 * The storage in a relational database: one log, documents and remembered commands in PostgreSQL,
 * MariaDB or MySQL, H2 and SQLite. Open {@link org.plaincqrs.jdbc.JdbcStorage} on a DataSource; the
 * rest of this package is for those who want their own tables ({@link
 * org.plaincqrs.jdbc.DocumentTable}), their own transactions ({@link
 * org.plaincqrs.jdbc.ConnectionProvider}) or SQL in a projection ({@link
 * org.plaincqrs.jdbc.JdbcTransaction}), and {@code codec} for how payloads become JSON.
 *
 * <p>Who reads the code begins with {@code internal.commit}, where a batch becomes one transaction;
 * {@code internal.log} reads it back, {@code internal.document} keeps documents and checkpoints,
 * {@code internal.schema} makes the tables, and {@code internal.sql} knows where the databases
 * differ.
 */
@NullMarked
package org.plaincqrs.jdbc;

import org.jspecify.annotations.NullMarked;
