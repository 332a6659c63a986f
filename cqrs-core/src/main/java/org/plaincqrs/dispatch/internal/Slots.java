package org.plaincqrs.dispatch.internal;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A number for each of some hash codes, from 0 in their order, found by one multiplication: a
 * perfect hash. Another hash code gets any of the numbers, or {@link #NONE}. A record, since the
 * JIT compiler takes the fields of records for constants.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Slots(byte[] numbers, int factor, int shift) {
  /** The number of what is not there; those that are have less. */
  static final int NONE = 0xff;

  private static final int ATTEMPTS = 1_000;
  private static final int SPARSE = 2;
  private static final int LARGEST_BITS = 16;

  /**
   * Tries factors, and then larger tables, until no two hash codes meet.
   *
   * @param hashes less than {@link #NONE}
   * @return null when none is found: when two of them are the same
   */
  static @Nullable Slots of(int... hashes) {
    Random random = new Random(hashes.length);
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(SPARSE * hashes.length);
    for (; bits <= LARGEST_BITS; bits++) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Slots slots = tried(hashes, random.nextInt() | 1, Integer.SIZE - bits);
        if (slots != null) {
          return slots;
        }
      }
    }
    return null;
  }

  private static @Nullable Slots tried(int[] hashes, int factor, int shift) {
    byte[] numbers = new byte[1 << (Integer.SIZE - shift)];
    Arrays.fill(numbers, (byte) NONE);
    Slots slots = new Slots(numbers, factor, shift);
    for (int i = 0; i < hashes.length; i++) {
      if (slots.of(hashes[i]) != NONE) {
        return null;
      }
      numbers[slots.index(hashes[i])] = (byte) i;
    }
    return slots;
  }

  /** The number of a hash code. */
  int of(int hash) {
    return numbers[index(hash)] & NONE;
  }

  private int index(int hash) {
    return (hash * factor) >>> shift;
  }
}
