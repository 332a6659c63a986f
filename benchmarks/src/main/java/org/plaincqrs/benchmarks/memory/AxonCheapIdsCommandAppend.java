package org.plaincqrs.benchmarks.memory;

import org.openjdk.jmh.annotations.Fork;
import org.plaincqrs.benchmarks.AxonIds;

/** The same with cheap ids put in, for what is left of the cost then. */
@Fork(jvmArgsAppend = AxonIds.CHEAP)
public class AxonCheapIdsCommandAppend extends AxonCommandAppend {}
