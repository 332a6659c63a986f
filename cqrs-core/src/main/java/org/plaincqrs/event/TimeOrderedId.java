package org.plaincqrs.event;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Time-ordered ids, version 7 of RFC 9562: 48 bits of Unix milliseconds, then 74 random bits. Ids
 * made in one millisecond are in no order among themselves.
 *
 * <p>The random bits come from {@link ThreadLocalRandom}, mixed with a salt drawn once per process
 * from {@link SecureRandom}: unique, but not secret. Never use such an id as a token that must not
 * be guessed.
 */
public final class TimeOrderedId {
  private static final SecureRandom SEED = new SecureRandom();
  private static final long HIGH_SALT = SEED.nextLong();
  private static final long LOW_SALT = SEED.nextLong();

  private TimeOrderedId() {}

  /** A new id; any thread may call. */
  public static UUID next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() ^ HIGH_SALT) & 0xFFFL;
    long low = (random.nextLong() ^ LOW_SALT) & 0x3FFF_FFFF_FFFF_FFFFL;
    return new UUID(
        System.currentTimeMillis() << 16 | 0x7000L | high, 0x8000_0000_0000_0000L | low);
  }
}
