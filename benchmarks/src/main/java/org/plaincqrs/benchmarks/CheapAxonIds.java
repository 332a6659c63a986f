package org.plaincqrs.benchmarks;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.axonframework.common.IdentifierFactory;

/** Random UUIDs like those that Axon makes as shipped, but not from the shared SecureRandom. */
public final class CheapAxonIds extends IdentifierFactory {
  @Override
  public String generateIdentifier() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(
            random.nextLong() & ~0xF000L | 0x4000L,
            random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L)
        .toString();
  }
}
