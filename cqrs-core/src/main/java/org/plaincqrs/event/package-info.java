/**
 * What happened: events, their stable type names and revisions, tags, metadata, queries over them,
 * and the in-process {@link org.plaincqrs.event.EventBus}. Knows neither commands nor storage.
 */
@NullMarked
package org.plaincqrs.event;

import org.jspecify.annotations.NullMarked;
