package org.plaincqrs.benchmarks.report;

/**
 * One call of the program.
 *
 * @param date when it began, an instant to the second; names the run
 * @param machine processor and operating system
 * @param cores that the JVM saw
 * @param commit of the sources, followed by {@code -dirty} where they were changed since; or {@code
 *     unknown}
 * @param command as it was called
 * @param effort {@code whole}, {@code short} or {@code quick}
 */
public record Run(
    String date,
    String machine,
    int cores,
    String jdk,
    String commit,
    String command,
    String effort) {}
