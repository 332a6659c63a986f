package org.plaincqrs.jdbc.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitTest {
  private static final int CALLERS = 32;
  private static final int ROUNDS = 2_000;
  private static final int WAITING = 200;

  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final Queue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
  private final AtomicInteger leading = new AtomicInteger();

  @AfterEach
  void end() {
    callers.shutdownNow();
  }

  @Test
  void a_lone_caller_leads_by_itself_and_gets_its_outcome() {
    GroupCommit<Integer, String> group = group(10, 100);

    assertThat(group.submit(1)).isEqualTo("done 1");
    assertThat(group.submit(2)).isEqualTo("done 2");
    assertThat(groups).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void those_who_wait_go_together_in_the_order_in_which_they_came() throws Exception {
    CountDownLatch holds = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    GroupCommit<Integer, String> group =
        new GroupCommit<>(
            works -> {
              if (works.contains(0)) {
                held.countDown();
                await(holds);
              }
              return outcomes(works);
            },
            work -> 1,
            100,
            100);
    Future<String> first = callers.submit(() -> group.submit(0));
    await(held);

    List<Future<String>> waiting = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      waiting.add(submitted(group, i));
    }
    holds.countDown();

    assertThat(first.get()).isEqualTo("done 0");
    for (int i = 1; i <= 5; i++) {
      assertThat(waiting.get(i - 1).get()).isEqualTo("done " + i);
    }
    assertThat(groups).containsExactly(List.of(0), List.of(1, 2, 3, 4, 5));
  }

  @Test
  void every_caller_gets_its_own_outcome_and_never_do_two_lead() throws Exception {
    GroupCommit<Integer, String> group = group(7, 1_000_000_000);

    List<Future<Boolean>> all = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      int first = caller * ROUNDS;
      all.add(callers.submit(() -> eachRight(group, first)));
    }

    for (Future<Boolean> each : all) {
      assertThat(each.get()).isTrue();
    }
    assertThat(groups.stream().flatMap(List::stream).distinct()).hasSize(CALLERS * ROUNDS);
    assertThat(groups).allSatisfy(each -> assertThat(each).hasSizeBetween(1, 7));
  }

  @Test
  void a_group_is_not_heavier_than_allowed_but_what_is_heavier_alone_goes_alone() throws Exception {
    GroupCommit<Integer, String> group = group(1_000, 50);

    List<Future<Boolean>> all = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      int first = caller * 4;
      all.add(callers.submit(() -> group.submit(first).equals("done " + first)));
    }
    for (Future<Boolean> each : all) {
      assertThat(each.get()).isTrue();
    }

    assertThat(groups)
        .allSatisfy(
            each ->
                assertThat(each.size() == 1 || each.stream().mapToInt(i -> i).sum() <= 50)
                    .isTrue());
  }

  @Test
  void what_the_leader_throws_reaches_every_caller_of_its_group_and_the_next_group_goes_on() {
    GroupCommit<Integer, String> group =
        new GroupCommit<>(
            works -> {
              if (works.contains(13)) {
                throw new IllegalStateException("unlucky");
              }
              return outcomes(works);
            },
            work -> 1,
            10,
            10);

    assertThatThrownBy(() -> group.submit(13)).hasRootCauseMessage("unlucky");
    assertThat(group.submit(14)).isEqualTo("done 14");
  }

  @Test
  void work_that_can_not_be_weighed_is_refused_alone() {
    GroupCommit<Integer, String> group =
        new GroupCommit<>(
            GroupCommitTest::outcomesOf,
            work -> {
              if (work == 13) {
                throw new StackOverflowError("too deep");
              }
              return 1;
            },
            10,
            10);

    assertThatThrownBy(() -> group.submit(13)).isInstanceOf(StackOverflowError.class);
    assertThat(group.submit(14)).isEqualTo("done 14");
  }

  private static List<String> outcomesOf(List<Integer> works) {
    return works.stream().map(work -> "done " + work).toList();
  }

  @Test
  void an_interrupt_takes_nobody_out_and_is_still_there_afterwards() throws Exception {
    GroupCommit<Integer, String> group = group(5, 1_000_000_000);

    List<Future<Boolean>> all = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      int first = caller * ROUNDS;
      all.add(callers.submit(() -> eachRightThoughInterrupted(group, first)));
    }

    for (Future<Boolean> each : all) {
      assertThat(each.get()).isTrue();
    }
    assertThat(leading).hasValue(0);
  }

  /** On a JDK without virtual threads, ordinary ones. */
  @Test
  void virtual_threads_that_wait_leave_their_carriers_to_others() throws Exception {
    CountDownLatch holds = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    GroupCommit<Integer, String> group =
        new GroupCommit<>(
            works -> {
              held.countDown();
              await(holds);
              return outcomes(works);
            },
            work -> 1,
            1_000,
            1_000);
    Future<String> first = callers.submit(() -> group.submit(0));
    await(held);
    ExecutorService virtual = virtualThreads();
    try {
      List<Future<String>> waiting = new ArrayList<>();
      CountDownLatch started = new CountDownLatch(WAITING);
      for (int i = 1; i <= WAITING; i++) {
        int work = i;
        waiting.add(
            virtual.submit(
                () -> {
                  started.countDown();
                  return group.submit(work);
                }));
      }
      await(started);

      assertThat(virtual.submit(() -> "runs").get(30, TimeUnit.SECONDS)).isEqualTo("runs");

      holds.countDown();
      assertThat(first.get()).isEqualTo("done 0");
      for (int i = 1; i <= WAITING; i++) {
        assertThat(waiting.get(i - 1).get()).isEqualTo("done " + i);
      }
    } finally {
      virtual.shutdownNow();
    }
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    if (Runtime.version().feature() < 21) {
      return Executors.newCachedThreadPool();
    }
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static boolean eachRight(GroupCommit<Integer, String> group, int first) {
    boolean right = true;
    for (int i = first; i < first + ROUNDS; i++) {
      right &= group.submit(i).equals("done " + i);
    }
    return right;
  }

  private static boolean eachRightThoughInterrupted(GroupCommit<Integer, String> group, int first) {
    boolean right = true;
    for (int i = first; i < first + ROUNDS; i++) {
      Thread.currentThread().interrupt();
      right &= group.submit(i).equals("done " + i);
      right &= Thread.interrupted();
    }
    return right;
  }

  private GroupCommit<Integer, String> group(int most, long heaviest) {
    return new GroupCommit<>(this::outcomes, work -> work, most, heaviest);
  }

  private List<String> outcomes(List<Integer> works) {
    assertThat(leading.incrementAndGet()).isOne();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    groups.add(List.copyOf(works));
    List<String> outcomes = works.stream().map(work -> "done " + work).toList();
    leading.decrementAndGet();
    return outcomes;
  }

  /** Submitted by a thread that is waiting by now. */
  private Future<String> submitted(GroupCommit<Integer, String> group, int work) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Thread[] thread = new Thread[1];
    Future<String> future =
        callers.submit(
            () -> {
              thread[0] = Thread.currentThread();
              started.countDown();
              return group.submit(work);
            });
    await(started);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (thread[0].getState() != Thread.State.WAITING && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return future;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
