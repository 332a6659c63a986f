package org.plaincqrs.benchmarks.imports;

/** So many in a hundred took at most so many milliseconds; and the longest. */
record Latencies(double p50, double p99, double p999, double max) {}
