package org.plaincqrs.benchmarks.dispatch;

import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.messaging.MessageHandler;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.plaincqrs.benchmarks.AxonIds;

/**
 * Axon's SimpleCommandBus and its gateway, as shipped. The handlers are subscribed themselves,
 * without the annotations, which would cost more.
 */
@SuppressWarnings("rawtypes")
public class AxonDispatch extends Dispatch {
  private static final Shape<Object, MessageHandler> COMMANDS =
      new Shape<>(
          Object.class,
          MessageHandler.class,
          """
          public record Message%1$d(UUID id) {}
          public static final class Handler%1$d
              implements org.axonframework.messaging.MessageHandler<
                  org.axonframework.commandhandling.CommandMessage<?>> {
            @Override
            public Object handle(org.axonframework.commandhandling.CommandMessage<?> message) {
              return %2$d;
            }
          }
          """);

  private Object[] commands;
  private CommandBus bus;
  private CommandGateway gateway;

  /** Takes the answer, which the bus gives in the caller's thread. */
  @State(Scope.Thread)
  public static class Answer implements CommandCallback<Object, Object> {
    private @Nullable Object payload;

    @Override
    public void onResult(CommandMessage<?> command, CommandResultMessage<? extends Object> result) {
      payload = result.getPayload();
    }
  }

  /** Builds the bus, its gateway and the order. */
  @Setup
  @SuppressWarnings("unchecked")
  public void build() {
    AxonIds.choose();
    Kinds<Object, MessageHandler> kinds = Kinds.of(types, COMMANDS);
    bus = SimpleCommandBus.builder().build();
    for (int i = 0; i < types; i++) {
      bus.subscribe(kinds.type(i).getName(), kinds.handlers().get(i));
    }
    gateway = DefaultCommandGateway.builder().commandBus(bus).build();
    commands = inOrder(new Object[ORDER], kinds.messages());
  }

  /** The bus, with a callback that is made once. */
  @Benchmark
  public @Nullable Object bus(Turn turn, Answer answer) {
    Object command = commands[turn.next()];
    bus.dispatch(GenericCommandMessage.asCommandMessage(command), answer);
    return answer.payload;
  }

  /** The gateway. */
  @Benchmark
  public Object gateway(Turn turn) {
    return gateway.sendAndWait(commands[turn.next()]);
  }
}
