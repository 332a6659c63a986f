package org.plaincqrs.jdbc.internal.commit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.storage.Verdict;

/**
 * A command that was handled before.
 *
 * @param hash of its canonical form
 * @param result what was answered, null for nothing
 * @param position what the verdict said
 * @param expired whether its retention is over, so that it counts as forgotten
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Remembered(byte[] hash, byte @Nullable [] result, long position, boolean expired) {
  /** What a command under the same id is told. */
  Verdict verdict(PreparedCommit.PreparedCommand command, PayloadCodec codec) {
    if (!Arrays.equals(hash, command.hash())) {
      return new Verdict.IdReused();
    }
    Object answer = result == null ? null : codec.decode(result, command.handled().answer());
    return new Verdict.Duplicate(answer, position);
  }
}
