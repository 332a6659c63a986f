package org.plaincqrs.storage;

/**
 * What to look at from time to time.
 *
 * @param head the position of the last event in the log
 * @param generation as {@link SubscriptionStore#generation} has it
 */
public record Pulse(long head, long generation) {}
