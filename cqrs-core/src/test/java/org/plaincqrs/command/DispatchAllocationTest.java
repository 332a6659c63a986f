package org.plaincqrs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plaincqrs.dispatch.Handles;

class DispatchAllocationTest {
  private static final int WARM_UP = 50_000;
  private static final int DISPATCHES = 200_000;

  record Ping(UUID id) implements ICommand<String> {}

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Ping ping = new Ping(new UUID(0, 1));

  @Handles
  String pong(Ping ignored) {
    return "pong";
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void a_dispatch_to_a_lambda_allocates_nothing(int interceptors) {
    CommandBus.Builder builder = CommandBus.builder().handle(Ping.class, ignored -> "pong");

    assertThat(bytesPerDispatch(builder, interceptors)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void a_dispatch_to_a_marked_method_allocates_nothing(int interceptors) {
    CommandBus.Builder builder = CommandBus.builder().handlers(this);

    assertThat(bytesPerDispatch(builder, interceptors)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void a_dispatch_by_generated_code_allocates_nothing(int interceptors) {
    CommandBus.Builder builder = CommandBus.builder().handle(Ping.class, ignored -> "pong");

    assertThat(bytesPerDispatch(builder.generated(), interceptors)).isZero();
  }

  private long bytesPerDispatch(CommandBus.Builder builder, int interceptors) {
    for (int i = 0; i < interceptors; i++) {
      builder.intercept((message, metadata, next) -> next.proceed(message, metadata));
    }
    CommandBus bus = builder.build();
    dispatch(bus, WARM_UP);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    dispatch(bus, DISPATCHES);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    return (after - before) / DISPATCHES;
  }

  private void dispatch(CommandBus bus, int times) {
    for (int i = 0; i < times; i++) {
      bus.dispatch(ping);
    }
  }
}
