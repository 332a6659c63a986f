package org.plaincqrs.benchmarks.events;

/** The event that is published. */
public record Paid(String account, long cents) {}
