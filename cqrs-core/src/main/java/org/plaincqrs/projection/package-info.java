/**
 * From events to views: a projection is defined once and runs inside the commit or behind the log.
 */
@NullMarked
package org.plaincqrs.projection;

import org.jspecify.annotations.NullMarked;
