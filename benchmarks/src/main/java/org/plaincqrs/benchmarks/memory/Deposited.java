package org.plaincqrs.benchmarks.memory;

/** The event that is appended. */
public record Deposited(String account, long cents) {}
