/**
 * Events of a log on their way to Apache Kafka: in order, nothing lost, and nothing twice for a
 * reader that looks at positions.
 */
@NullMarked
package org.plaincqrs.examples.relay;

import org.jspecify.annotations.NullMarked;
