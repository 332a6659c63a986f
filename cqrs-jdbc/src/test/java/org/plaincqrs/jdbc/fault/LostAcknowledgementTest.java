package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.OutcomeUnknownException;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** What became of a commit is not read from what another node has done since. */
@Timeout(60)
class LostAcknowledgementTest {
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final AtomicReference<Thread> first = new AtomicReference<>();
  private final CountDownLatch firstMayGo = new CountDownLatch(1);
  private final AtomicBoolean lost = new AtomicBoolean();

  @AfterEach
  void end() {
    callers.shutdownNow();
  }

  /** Databases whose driver is told to commit, not their SQL. */
  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "H2"})
  void a_command_that_another_node_has_handled_meanwhile_says_nothing_of_the_rest_of_its_batch(
      TestDatabase database) throws Exception {
    Lost batch = lose(database, new Work().put("other", 1));

    assertThat(batch.handled.get()).isInstanceOf(Verdict.Duplicate.class);
    assertThat(batch.other.get()).isInstanceOf(Verdict.Committed.class);
    assertThat(batch.isOtherThere).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "H2"})
  void of_a_batch_that_can_neither_be_recognised_nor_repeated_nobody_is_told_that_it_is_in(
      TestDatabase database) throws Exception {
    Lost batch = lose(database, new Work().put("other", 1).unremembered());

    assertThatThrownBy(batch.handled::get).hasCauseInstanceOf(OutcomeUnknownException.class);
    assertThatThrownBy(batch.other::get).hasCauseInstanceOf(OutcomeUnknownException.class);
  }

  /**
   * What became of a batch of two that was lost.
   *
   * @param handled the command that another node has handled in between
   */
  private record Lost(Future<Verdict> handled, Future<Verdict> other, boolean isOtherThere) {}

  private Lost lose(TestDatabase database, Work other) throws Exception {
    try (Bench bench = new Bench(database, Inline.NONE)) {
      Work command = new Work().put("by command", 1);
      Store node =
          JdbcStorage.on(
                  losing(bench.fresh.dataSource(4), () -> bench.healthy.commit(command.commit())))
              .open(Work.model());

      final Future<Verdict> holding = submit(node, new Work().append("s"), first);
      AtomicReference<Thread> second = new AtomicReference<>();
      Future<Verdict> handled = submit(node, command, second);
      await(second, Thread.State.WAITING);
      AtomicReference<Thread> third = new AtomicReference<>();
      Future<Verdict> written = submit(node, other, third);
      await(third, Thread.State.WAITING);
      firstMayGo.countDown();

      assertThat(holding.get()).isInstanceOf(Verdict.Committed.class);
      awaitDone(handled);
      awaitDone(written);
      assertThat(lost).isTrue();
      assertThat(bench.healthy.documents().find(Work.COUNTERS, "by command")).isPresent();
      return new Lost(
          handled, written, bench.healthy.documents().find(Work.COUNTERS, "other").isPresent());
    }
  }

  private static void awaitDone(Future<?> future) throws InterruptedException {
    while (!future.isDone()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private Future<Verdict> submit(Store node, Work work, AtomicReference<Thread> thread)
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Future<Verdict> verdict =
        callers.submit(
            () -> {
              thread.set(Thread.currentThread());
              begun.countDown();
              return node.commit(work.commit());
            });
    begun.await();
    if (thread == first) {
      await(first, Thread.State.WAITING);
    }
    return verdict;
  }

  private static void await(AtomicReference<Thread> thread, Thread.State state)
      throws InterruptedException {
    while (thread.get().getState() != state) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /**
   * Connections that keep the first caller until it may go, and of which the first commit of
   * another caller is lost: it is rolled back, and something else happens before its connection is
   * found to be dead.
   */
  private DataSource losing(DataSource pool, Runnable meanwhile) {
    return proxy(
        DataSource.class,
        pool,
        (method, result) -> {
          if (Thread.currentThread() == first.get()) {
            firstMayGo.await();
          }
          return result instanceof Connection connection ? losing(connection, meanwhile) : result;
        },
        method -> false,
        () -> {});
  }

  private Connection losing(Connection connection, Runnable meanwhile) {
    return proxy(
        Connection.class,
        connection,
        (method, result) -> result,
        method ->
            method.equals("commit")
                && first.get() != null
                && Thread.currentThread() != first.get()
                && lost.compareAndSet(false, true),
        () -> {
          connection.rollback();
          meanwhile.run();
          connection.close();
        });
  }

  private interface Result {
    Object of(String method, Object result) throws Exception;
  }

  private interface Trap {
    boolean springsAt(String method);
  }

  private interface Loss {
    void happen() throws Exception;
  }

  private static <T> T proxy(Class<T> type, T real, Result results, Trap trap, Loss loss) {
    return type.cast(
        Proxy.newProxyInstance(
            LostAcknowledgementTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (trap.springsAt(method.getName())) {
                loss.happen();
                throw new SQLException("This connection is dead", "08006");
              }
              try {
                return results.of(method.getName(), method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
