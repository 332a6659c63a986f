/** The log in tables: reading it, and the SQL of its queries. */
@NullMarked
package org.plaincqrs.jdbc.internal.log;

import org.jspecify.annotations.NullMarked;
