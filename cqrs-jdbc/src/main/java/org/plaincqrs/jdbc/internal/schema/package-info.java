/** Makes and changes the tables, one numbered file after the other. */
@NullMarked
package org.plaincqrs.jdbc.internal.schema;

import org.jspecify.annotations.NullMarked;
