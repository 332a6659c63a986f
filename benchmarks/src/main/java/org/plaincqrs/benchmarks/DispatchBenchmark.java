package org.plaincqrs.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.plaincqrs.command.CommandBus;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.ICommandHandler;

/**
 * One dispatch through one call site, the command classes in an order that no branch predictor can
 * learn. The floors: the handler called directly, its place known; and a hand-written look-up in a
 * HashMap by class.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class DispatchBenchmark {
  private static final int ORDER = 1 << 18;

  /** How many command classes take turns. */
  @Param({"1", "10", "100"})
  public int types;

  private ICommand<Integer>[] commands;
  private ICommandHandler<ICommand<Integer>, Integer>[] handlers;
  private Map<Class<?>, ICommandHandler<ICommand<Integer>, Integer>> map;
  private CommandBus bus;
  private CommandBus intercepted;

  /** One position in the order per thread. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;

    private int next() {
      next = (next + 1) & (ORDER - 1);
      return next;
    }
  }

  /** Builds the buses, and an order from a fixed seed. */
  @Setup
  @SuppressWarnings("unchecked")
  public void build() {
    CommandBus.Builder bare = CommandBus.builder();
    CommandBus.Builder three = CommandBus.builder();
    for (int i = 0; i < 3; i++) {
      three.intercept((command, metadata, next) -> next.proceed(command, metadata));
    }
    map = new HashMap<>();
    List<ICommand<Integer>> kinds = Commands.all().subList(0, types);
    List<ICommandHandler<ICommand<Integer>, Integer>> each = new ArrayList<>();
    for (ICommand<Integer> kind : kinds) {
      Class<ICommand<Integer>> type = (Class<ICommand<Integer>>) kind.getClass();
      ICommandHandler<ICommand<Integer>, Integer> handler = Handlers.distinct(each.size());
      each.add(handler);
      map.put(type, handler);
      bare.handle(type, handler);
      three.handle(type, handler);
    }
    bus = bare.build();
    intercepted = three.build();
    commands = new ICommand[ORDER];
    handlers = new ICommandHandler[ORDER];
    Random random = new Random(42);
    for (int i = 0; i < ORDER; i++) {
      int kind = random.nextInt(types);
      commands[i] = kinds.get(kind);
      handlers[i] = each.get(kind);
    }
  }

  /** The floor: an interface call, the handler at hand. */
  @Benchmark
  public Integer direct(Turn turn) throws Exception {
    int i = turn.next();
    return handlers[i].handle(commands[i]);
  }

  /** The naive floor: what one would write by hand. */
  @Benchmark
  public Integer hashMap(Turn turn) throws Exception {
    ICommand<Integer> command = commands[turn.next()];
    return map.get(command.getClass()).handle(command);
  }

  /** The bus. */
  @Benchmark
  public Integer bus(Turn turn) {
    return bus.dispatch(commands[turn.next()]);
  }

  /** The bus with three interceptors that do nothing. */
  @Benchmark
  public Integer busWithThreeInterceptors(Turn turn) {
    return intercepted.dispatch(commands[turn.next()]);
  }
}
