package org.plaincqrs.benchmarks.imports;

/**
 * What one import came to.
 *
 * @param rate commands a second, sent as fast as they went, until the views showed them
 * @param latencies of commands at half that rate, from when they were due
 * @param heap used after it by what was still open, in units of 2^20 bytes
 */
record Figures(double rate, Latencies latencies, double heap) {}
