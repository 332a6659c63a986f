package org.plaincqrs.benchmarks.dispatch;

import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.plaincqrs.command.CommandBus;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.ICommandHandler;

/**
 * The command bus. The floors: the handler called directly, its place known; and a hand-written
 * look-up in a HashMap by class.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
public class CommandDispatch extends Dispatch {
  static final Shape<ICommand, ICommandHandler> COMMANDS =
      new Shape<>(
          ICommand.class,
          ICommandHandler.class,
          """
          public record Message%1$d(UUID id)
              implements org.plaincqrs.command.ICommand<Integer> {}
          public static final class Handler%1$d
              implements org.plaincqrs.command.ICommandHandler<Message%1$d, Integer> {
            @Override public Integer handle(Message%1$d command) { return %2$d; }
          }
          """);

  static final int INTERCEPTORS = 3;

  private ICommand<Integer>[] commands;
  private ICommandHandler<ICommand<Integer>, Integer>[] handlers;
  private Map<Class<?>, ICommandHandler<ICommand<Integer>, Integer>> map;
  private CommandBus bus;
  private CommandBus intercepted;
  private CommandBus generated;

  /** Builds the buses and the order. */
  @Setup
  public void build() {
    Kinds<ICommand, ICommandHandler> kinds = Kinds.of(types, COMMANDS);
    CommandBus.Builder bare = CommandBus.builder();
    CommandBus.Builder three = CommandBus.builder();
    CommandBus.Builder code = CommandBus.builder().generated();
    for (int i = 0; i < INTERCEPTORS; i++) {
      three.intercept((command, metadata, next) -> next.proceed(command, metadata));
    }
    map = new HashMap<>();
    for (int i = 0; i < types; i++) {
      ICommandHandler<ICommand<Integer>, Integer> handler = kinds.handlers().get(i);
      Class<ICommand<Integer>> type = (Class<ICommand<Integer>>) kinds.type(i);
      map.put(type, handler);
      bare.handle(type, handler);
      three.handle(type, handler);
      code.handle(type, handler);
    }
    bus = bare.build();
    intercepted = three.build();
    generated = code.build();
    commands = inOrder(new ICommand[ORDER], kinds.messages());
    handlers = inOrder(new ICommandHandler[ORDER], kinds.handlers());
  }

  /** The floor: an interface call, the handler at hand. */
  @Benchmark
  public Object direct(Turn turn) throws Exception {
    int i = turn.next();
    return handlers[i].handle(commands[i]);
  }

  /** The naive floor: what one would write by hand. */
  @Benchmark
  public Object hashMap(Turn turn) throws Exception {
    ICommand<Integer> command = commands[turn.next()];
    return map.get(command.getClass()).handle(command);
  }

  /** The bus. */
  @Benchmark
  public Object bus(Turn turn) {
    return bus.dispatch(commands[turn.next()]);
  }

  /** The bus that code is generated for. */
  @Benchmark
  public Object generatedBus(Turn turn) {
    return generated.dispatch(commands[turn.next()]);
  }

  /** The bus with three interceptors that do nothing. */
  @Benchmark
  public Object busWithThreeInterceptors(Turn turn) {
    return intercepted.dispatch(commands[turn.next()]);
  }
}
