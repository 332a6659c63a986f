/** Who runs which subscription, and how processes wake each other. */
@NullMarked
package org.plaincqrs.jdbc.internal.subscription;

import org.jspecify.annotations.NullMarked;
