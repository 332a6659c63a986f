package org.plaincqrs.benchmarks.load;

/** The event: about 180 bytes of JSON. */
record Deposited(String account, long cents, String currency, String reference, String note) {}
