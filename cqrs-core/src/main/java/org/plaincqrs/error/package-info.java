/**
 * The root of every exception the library throws. Nothing else lives here: a specific exception
 * stands beside the code that throws it.
 */
@NullMarked
package org.plaincqrs.error;

import org.jspecify.annotations.NullMarked;
