package org.plaincqrs.jdbc.internal.commit;

import org.plaincqrs.storage.Verdict;

/** What became of one commit of a batch: a verdict, or what it has thrown. */
sealed interface Outcome {
  /** It was judged. */
  record Judged(Verdict verdict) implements Outcome {}

  /** It failed, with nothing written. */
  record Failed(Throwable failure) implements Outcome {}

  /**
   * The verdict.
   *
   * @throws RuntimeException what the commit has thrown, or Error
   */
  default Verdict verdict() {
    if (this instanceof Judged judged) {
      return judged.verdict;
    }
    Throwable failure = ((Failed) this).failure;
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
