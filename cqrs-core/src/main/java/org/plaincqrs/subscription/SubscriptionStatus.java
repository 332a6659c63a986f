package org.plaincqrs.subscription;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one part of one build of a subscription stands.
 *
 * @param subscription its name
 * @param build which build, from 1
 * @param version of the definition that the build is made by
 * @param part which part, from 0
 * @param parts into how many the build is split
 * @param active whether it is the build whose effects count
 * @param state what it is doing
 * @param cause what failed, while it is retrying or has failed
 * @param node that runs it, or null
 * @param position of the last event that it has seen
 * @param lag how many events the log has behind that
 * @param behind how old the first event is that it has not seen, as far as it is known; zero when
 *     there is none
 * @param eventsPerSecond what it handles at present; 0 where another node runs it
 */
public record SubscriptionStatus(
    String subscription,
    int build,
    int version,
    int part,
    int parts,
    boolean active,
    SubscriptionState state,
    @Nullable String cause,
    @Nullable String node,
    long position,
    long lag,
    Duration behind,
    double eventsPerSecond) {}
