package org.plaincqrs.benchmarks.load;

/** The command that is remembered. */
record MakeDeposit(String account, long cents, String reference) {}
