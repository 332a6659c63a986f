package org.plaincqrs.jdbc.internal.commit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.plaincqrs.jdbc.StorageException;

/**
 * Does several pieces of work in one transaction. When that fails, each half of them is tried,
 * until the guilty one stands alone and is the only one to fail. Thread-safe.
 *
 * <p>It halves only once the transaction had the lock of the head: before that no work was looked
 * at, so none is to blame, and each attempt might wait as long as the first for a connection that
 * is not to be had.
 *
 * @param <T> the work
 * @param <R> its outcome
 */
final class Halving<T, R> implements GroupCommit.Leader<T, R> {
  /** All of them in one transaction, with nothing done when it throws. */
  interface Attempt<T, R> {
    /**
     * The outcomes in their order.
     *
     * @param locked is called when the lock of the head was reached
     */
    List<R> at(List<T> works, Runnable locked) throws SQLException;
  }

  private final Attempt<T, R> attempt;
  private final Function<Throwable, R> failed;

  /** Makes an outcome of what an attempt has thrown by {@code failed}. */
  Halving(Attempt<T, R> attempt, Function<Throwable, R> failed) {
    this.attempt = attempt;
    this.failed = failed;
  }

  @Override
  public List<R> doAll(List<T> works) {
    boolean[] reached = {false};
    try {
      return attempt.at(works, () -> reached[0] = true);
    } catch (SQLException | RuntimeException | Error e) {
      return reached[0] && works.size() > 1
          ? halves(works)
          : Collections.nCopies(works.size(), failed.apply(e));
    }
  }

  /** What the caller is thrown: of what the database said, a {@link StorageException}. */
  static Throwable thrown(String tried, Throwable failure) {
    if (failure instanceof BrokenTransaction broken) {
      return Objects.requireNonNull(broken.getCause());
    }
    return failure instanceof SQLException said ? StorageException.of(tried, said) : failure;
  }

  private List<R> halves(List<T> works) {
    int half = works.size() / 2;
    List<R> outcomes = new ArrayList<>(doAll(works.subList(0, half)));
    outcomes.addAll(doAll(works.subList(half, works.size())));
    return outcomes;
  }
}
