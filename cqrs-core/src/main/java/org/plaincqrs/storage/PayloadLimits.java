package org.plaincqrs.storage;

/**
 * How large a payload may be. Checked when it is encoded, before anything is written, so that the
 * same is accepted everywhere. Payloads that were recorded under larger limits stay readable, but
 * for their depth: what is nested deeper than this limit and the usual 200 is read only by a codec
 * with a larger one.
 *
 * @param bytes the encoded payload
 * @param depth objects and arrays inside each other; an object of plain values has 1
 * @param digits of one number, those of its exponent included
 * @param keyCharacters of one field name or map key, in {@code char}s
 */
public record PayloadLimits(int bytes, int depth, int digits, int keyCharacters) {
  /**
   * 1 MiB, nested 200 deep (a thread's usual stack reads more than that, but not 1,000), numbers of
   * 1,000 digits, keys of 50,000 characters.
   */
  public static final PayloadLimits DEFAULT = new PayloadLimits(1024 * 1024, 200, 1_000, 50_000);

  /** Refuses limits below 1. */
  public PayloadLimits {
    if (bytes < 1 || depth < 1 || digits < 1 || keyCharacters < 1) {
      throw new IllegalArgumentException(
          "Payload limits of "
              + bytes
              + " bytes, depth "
              + depth
              + ", "
              + digits
              + " digits, keys of "
              + keyCharacters
              + " characters; each must be at least 1.");
    }
  }

  /** The same with another size. */
  public PayloadLimits withBytes(int newBytes) {
    return new PayloadLimits(newBytes, depth, digits, keyCharacters);
  }
}
