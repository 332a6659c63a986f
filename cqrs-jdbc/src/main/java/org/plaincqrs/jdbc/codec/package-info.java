/**
 * Payloads as JSON, by Jackson. Knows nothing of SQL: bytes come out, bytes go in; any storage may
 * be given the codec.
 */
@NullMarked
package org.plaincqrs.jdbc.codec;

import org.jspecify.annotations.NullMarked;
