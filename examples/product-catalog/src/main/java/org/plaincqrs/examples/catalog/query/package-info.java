/** The read side of the catalogue: what its queries answer with. Nothing here changes a product. */
@NullMarked
package org.plaincqrs.examples.catalog.query;

import org.jspecify.annotations.NullMarked;
