package org.plaincqrs.benchmarks.dispatch;

import an.awesome.pipelinr.Command;
import an.awesome.pipelinr.CommandHandlers;
import an.awesome.pipelinr.Pipeline;
import an.awesome.pipelinr.Pipelinr;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** PipelinR, its handlers found by their type arguments, as by default. */
@SuppressWarnings({"unchecked", "rawtypes"})
public class PipelinrDispatch extends Dispatch {
  private static final Shape<Command, Command.Handler> COMMANDS =
      new Shape<>(
          Command.class,
          Command.Handler.class,
          """
          public record Message%1$d(UUID id) implements an.awesome.pipelinr.Command<Integer> {}
          public static final class Handler%1$d
              implements an.awesome.pipelinr.Command.Handler<Message%1$d, Integer> {
            @Override public Integer handle(Message%1$d command) { return %2$d; }
          }
          """);

  private Command<Integer>[] commands;
  private Pipeline pipeline;

  /** Builds the pipeline and the order. */
  @Setup
  public void build() {
    Kinds<Command, Command.Handler> kinds = Kinds.of(types, COMMANDS);
    CommandHandlers handlers = kinds.handlers()::stream;
    pipeline = new Pipelinr().with(handlers);
    commands = inOrder(new Command[ORDER], kinds.messages());
  }

  /** A command and its answer. */
  @Benchmark
  public Object send(Turn turn) {
    return pipeline.send(commands[turn.next()]);
  }
}
