package org.plaincqrs.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.dispatch.Interceptor;
import org.plaincqrs.dispatch.Next;
import org.plaincqrs.dispatch.internal.AnnotatedMethods;
import org.plaincqrs.dispatch.internal.HandlerTable;
import org.plaincqrs.event.Metadata;

/**
 * Finds the handler of a command and calls it, through the interceptors, in the caller's thread.
 * Built once, immutable and thread-safe; a dispatch allocates nothing and uses no reflection. By
 * itself it knows no unit of work and no store; {@code org.plaincqrs.Cqrs} puts them behind it.
 *
 * <pre>{@code
 * CommandBus bus = CommandBus.builder()
 *     .handle(Add.class, add -> add.a() + add.b())
 *     .intercept((command, metadata, next) -> next.proceed(command, metadata))
 *     .build();
 * int sum = bus.dispatch(new Add(1, 2));
 * }</pre>
 */
public final class CommandBus {
  private final HandlerTable<ICommand<?>> table;

  private CommandBus(HandlerTable<ICommand<?>> table) {
    this.table = table;
  }

  /** A bus to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /** As {@link #dispatch(ICommand, Metadata)}, with nothing known beside the command. */
  public <R extends @Nullable Object> R dispatch(ICommand<R> command) {
    return dispatch(command, Metadata.NONE);
  }

  /**
   * Has the command handled and returns its handler's answer.
   *
   * @throws org.plaincqrs.dispatch.NoHandlerException when no handler is registered for its class
   * @throws org.plaincqrs.dispatch.HandlerFailedException around a checked exception of the
   *     handler; unchecked ones and errors pass through as they are
   * @throws NullPointerException when the command or the metadata is null
   */
  @SuppressWarnings("unchecked")
  public <R extends @Nullable Object> R dispatch(ICommand<R> command, Metadata metadata) {
    Objects.requireNonNull(command, "The command is null.");
    Objects.requireNonNull(
        metadata, "The metadata is null; Metadata.NONE stands for nothing known.");
    return (R) table.dispatch(command, metadata);
  }

  /** Collects handlers and interceptors; not for use by several threads. */
  public static final class Builder {
    private final HandlerTable.Builder<ICommand<?>> table = HandlerTable.builder("command");

    private Builder() {}

    /**
     * Registers the handler of one command class; a lambda or a method reference will do.
     *
     * @throws org.plaincqrs.error.ConfigurationException when the class has a handler already, or
     *     is not concrete
     */
    @SuppressWarnings("unchecked") // it is only given commands of its class
    public <C extends ICommand<R>, R extends @Nullable Object> Builder handle(
        Class<C> type, ICommandHandler<C, R> handler) {
      Objects.requireNonNull(handler, "The handler is null.");
      table.add(type, (command, metadata) -> handler.handle((C) command));
      return this;
    }

    /**
     * As {@link #handle(Class, ICommandHandler)}, for a handler that is given the metadata too;
     * what it returns is taken for the command's answer, unchecked.
     */
    @SuppressWarnings("unchecked") // it is only given commands of its class
    public <C extends ICommand<?>> Builder handle(Class<C> type, Next<? super C> handler) {
      Objects.requireNonNull(handler, "The handler is null.");
      table.add(type, (command, metadata) -> handler.proceed((C) command, metadata));
      return this;
    }

    /**
     * Registers every method of {@code handler} that is marked with {@link Handles}.
     *
     * @throws org.plaincqrs.error.ConfigurationException when there is none, or one does not fit
     */
    @SuppressWarnings("unchecked")
    public Builder handlers(Object handler) {
      for (AnnotatedMethods.Bound method :
          AnnotatedMethods.bind(handler, "command", ICommand.class)) {
        table.add(
            (Class<? extends ICommand<?>>) method.type(),
            (command, metadata) -> method.call(command));
      }
      return this;
    }

    /** Adds an interceptor around every handler; the first one added is the outermost. */
    public Builder intercept(Interceptor<? super ICommand<?>> interceptor) {
      table.intercept(Objects.requireNonNull(interceptor, "The interceptor is null."));
      return this;
    }

    /**
     * Has code generated for the bus when it is built, in which the handlers stand side by side in
     * a switch: a dispatch then costs what a direct call does. With more than 128 command classes
     * the bus is as without it; behind interceptors little is gained. The first such bus of a
     * process takes some 30 ms longer to build, and the JIT compiler has more to do; worth it where
     * millions are dispatched a second.
     */
    public Builder generated() {
      table.generate();
      return this;
    }

    /** The bus. */
    public CommandBus build() {
      return new CommandBus(table.build());
    }
  }
}
