/** What differs between databases, and how a connection is borrowed and given back. */
@NullMarked
package org.plaincqrs.jdbc.internal.sql;

import org.jspecify.annotations.NullMarked;
