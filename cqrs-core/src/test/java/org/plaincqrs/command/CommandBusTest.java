package org.plaincqrs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plaincqrs.dispatch.HandlerFailedException;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.dispatch.Interceptor;
import org.plaincqrs.dispatch.NoHandlerException;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Metadata;

class CommandBusTest {
  private static final UUID ID = new UUID(0, 1);

  record Add(UUID id, int a, int b) implements ICommand<Integer> {}

  record Say(UUID id, String text) implements ICommand<Void> {}

  interface Abstract extends ICommand<Void> {}

  abstract static class HalfDone implements ICommand<Void> {}

  private static final Add ADD = new Add(ID, 2, 3);
  private static final Say SAY = new Say(ID, "hello");

  CommandBus.Builder builder() {
    return CommandBus.builder();
  }

  private int added(Add add) {
    return add.a() + add.b();
  }

  // ---- handlers

  @Test
  void a_lambda_handles_a_command_and_its_answer_is_typed() {
    CommandBus bus = builder().handle(Add.class, add -> add.a() + add.b()).build();

    int sum = bus.dispatch(ADD);

    assertThat(sum).isEqualTo(5);
  }

  @Test
  void a_method_reference_handles_a_command() {
    CommandBus bus = builder().handle(Add.class, this::added).build();

    assertThat(bus.dispatch(ADD)).isEqualTo(5);
  }

  @Test
  void a_handler_may_answer_null() {
    CommandBus bus = builder().handle(Say.class, say -> null).build();

    assertThat(bus.dispatch(SAY)).isNull();
  }

  @Test
  void a_handler_of_two_parameters_is_given_the_metadata() {
    CommandBus bus = builder().handle(Say.class, (say, metadata) -> metadata.user()).build();

    Object answer = bus.<Object>dispatch(cast(SAY), Metadata.ofUser("ada"));

    assertThat(answer).isEqualTo("ada");
  }

  @Test
  void an_unknown_command_is_refused_with_what_is_handled() {
    CommandBus bus = builder().handle(Add.class, this::added).build();

    assertThatThrownBy(() -> bus.dispatch(SAY))
        .isInstanceOf(NoHandlerException.class)
        .hasMessage(
            "No handler for command org.plaincqrs.command.CommandBusTest$Say; register one."
                + " Handled are: Add.");
  }

  @Test
  void an_empty_bus_says_that_it_handles_nothing() {
    CommandBus bus = builder().build();

    assertThatThrownBy(() -> bus.dispatch(SAY))
        .isInstanceOf(NoHandlerException.class)
        .hasMessage(
            "No handler for command org.plaincqrs.command.CommandBusTest$Say; register one."
                + " Handled are: none.");
  }

  @Test
  void a_second_handler_of_one_command_is_refused() {
    CommandBus.Builder builder = builder().handle(Add.class, this::added);

    assertThatThrownBy(() -> builder.handle(Add.class, add -> 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The command org.plaincqrs.command.CommandBusTest$Add has two handlers; register one.");
  }

  @Test
  void a_handler_of_an_interface_is_refused() {
    assertThatThrownBy(() -> builder().handle(Abstract.class, command -> null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "A handler is registered for org.plaincqrs.command.CommandBusTest$Abstract, which is not"
                + " a concrete class, so no message has it; register a handler for each command"
                + " class.");
  }

  @Test
  void a_handler_of_an_abstract_class_is_refused() {
    assertThatThrownBy(() -> builder().handle(HalfDone.class, command -> null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "A handler is registered for org.plaincqrs.command.CommandBusTest$HalfDone, which is not"
                + " a concrete class, so no message has it; register a handler for each command"
                + " class.");
  }

  @Test
  void null_in_place_of_a_command_metadata_handler_or_interceptor_is_refused() {
    CommandBus bus = builder().handle(Add.class, this::added).build();
    ICommandHandler<Add, Integer> none = null;

    assertThatThrownBy(() -> bus.dispatch(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The command is null.");
    assertThatThrownBy(() -> bus.dispatch(ADD, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The metadata is null; Metadata.NONE stands for nothing known.");
    assertThatThrownBy(() -> builder().handle(Add.class, none))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The handler is null.");
    assertThatThrownBy(() -> builder().handle(null, this::added))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The command class is null.");
    assertThatThrownBy(() -> builder().handlers(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The handler is null.");
    assertThatThrownBy(() -> builder().intercept(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The interceptor is null.");
  }

  // ---- failures

  @Test
  void a_checked_exception_comes_out_as_the_cause() {
    IOException failure = new IOException("disk full");
    CommandBus bus =
        builder()
            .handle(
                Say.class,
                say -> {
                  throw failure;
                })
            .build();

    assertThatThrownBy(() -> bus.dispatch(SAY))
        .isInstanceOf(HandlerFailedException.class)
        .hasMessage("The handler of Say failed: java.io.IOException: disk full")
        .hasCause(failure);
  }

  @Test
  void an_interrupt_of_a_handler_is_wrapped_and_keeps_the_flag_of_the_thread() {
    CommandBus bus =
        builder()
            .handle(
                Say.class,
                say -> {
                  throw new InterruptedException("stop");
                })
            .build();

    assertThatThrownBy(() -> bus.dispatch(SAY))
        .isInstanceOf(HandlerFailedException.class)
        .hasMessage("The handler of Say failed: java.lang.InterruptedException: stop")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void an_unchecked_exception_passes_as_it_is() {
    RuntimeException failure = new IllegalStateException("no");
    CommandBus bus =
        builder()
            .handle(
                Say.class,
                say -> {
                  throw failure;
                })
            .build();

    assertThatThrownBy(() -> bus.dispatch(SAY)).isSameAs(failure);
  }

  @Test
  void an_error_passes_as_it_is() {
    Error failure = new AssertionError("broken");
    CommandBus bus =
        builder()
            .handle(
                Say.class,
                say -> {
                  throw failure;
                })
            .build();

    assertThatThrownBy(() -> bus.dispatch(SAY)).isSameAs(failure);
  }

  // ---- objects with @Handles

  static class Base {
    final List<String> said = new ArrayList<>();

    @Handles
    void hear(Say say) {
      said.add(say.text());
    }
  }

  private static final class Calculator extends Base {
    @Handles
    private int add(Add add) {
      return add.a() + add.b();
    }
  }

  static final class Louder extends Base {
    @Override
    @Handles
    void hear(Say say) {
      said.add(say.text().toUpperCase(java.util.Locale.ROOT));
    }
  }

  static final class Unmarked extends Base {
    @Override
    void hear(Say say) {
      said.add(say.text() + "!");
    }
  }

  record Failing(Throwable failure) {
    @Handles
    void fail(Say say) throws Throwable {
      throw failure;
    }
  }

  static final class NoneMarked {
    void hear(Say say) {}
  }

  static final class TwoParameters {
    @Handles
    void hear(Say say, int times) {}
  }

  static final class NoCommand {
    @Handles
    void hear(String text) {}
  }

  static final class Static {
    @Handles
    static void hear(Say say) {}
  }

  static final class Twice {
    @Handles
    void one(Say say) {}

    @Handles
    void two(Say say) {}
  }

  @Test
  void an_object_handles_a_command_with_each_marked_method_even_private_and_inherited_ones() {
    Calculator calculator = new Calculator();
    CommandBus bus = builder().handlers(calculator).build();

    int sum = bus.dispatch(ADD);
    Void nothing = bus.dispatch(SAY);

    assertThat(sum).isEqualTo(5);
    assertThat(nothing).isNull();
    assertThat(calculator.said).containsExactly("hello");
  }

  @Test
  void a_marked_method_that_overrides_a_marked_method_takes_its_place() {
    Louder louder = new Louder();
    CommandBus bus = builder().handlers(louder).build();

    bus.dispatch(SAY);

    assertThat(louder.said).containsExactly("HELLO");
  }

  @Test
  void a_method_that_overrides_a_marked_one_is_called_without_a_mark_of_its_own() {
    Unmarked unmarked = new Unmarked();
    CommandBus bus = builder().handlers(unmarked).build();

    bus.dispatch(SAY);

    assertThat(unmarked.said).containsExactly("hello!");
  }

  @Test
  void what_a_marked_method_throws_passes_as_from_a_lambda() {
    RuntimeException unchecked = new IllegalStateException("no");
    Error error = new AssertionError("broken");
    Exception checked = new IOException("disk full");

    assertThatThrownBy(() -> failing(unchecked).dispatch(SAY)).isSameAs(unchecked);
    assertThatThrownBy(() -> failing(error).dispatch(SAY)).isSameAs(error);
    assertThatThrownBy(() -> failing(checked).dispatch(SAY))
        .isInstanceOf(HandlerFailedException.class)
        .hasMessage("The handler of Say failed: java.io.IOException: disk full")
        .hasCause(checked);
  }

  private CommandBus failing(Throwable failure) {
    return builder().handlers(new Failing(failure)).build();
  }

  @Test
  void an_object_without_a_marked_method_is_refused() {
    assertThatThrownBy(() -> builder().handlers(new NoneMarked()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "org.plaincqrs.command.CommandBusTest$NoneMarked has no method marked with @Handles;"
                + " mark each method that handles a command.");
  }

  @Test
  void a_marked_method_that_can_not_handle_is_refused() {
    assertMisfit(
        new TwoParameters(),
        "void org.plaincqrs.command.CommandBusTest$TwoParameters.hear("
            + "org.plaincqrs.command.CommandBusTest$Say,int)");
    assertMisfit(
        new NoCommand(),
        "void org.plaincqrs.command.CommandBusTest$NoCommand.hear(java.lang.String)");
    assertMisfit(
        new Static(),
        "static void org.plaincqrs.command.CommandBusTest$Static.hear("
            + "org.plaincqrs.command.CommandBusTest$Say)");
  }

  private void assertMisfit(Object handler, String method) {
    assertThatThrownBy(() -> builder().handlers(handler))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Method "
                + method
                + " is marked with @Handles, but is not an instance method with one parameter that"
                + " is a command; give it the command class as its only parameter.");
  }

  sealed interface Quiet extends ICommand<Void> {}

  record Hush(UUID id) implements Quiet {}

  static final class Loud {
    @Handles
    long hush(Hush hush) {
      return 1;
    }
  }

  @Test
  void what_a_command_is_answered_with_is_found_through_its_supertypes() {
    assertThatThrownBy(() -> builder().handlers(new Loud()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith(" returns long, but its command is answered with Void; return that.");
  }

  static final class Mute {
    @Handles
    void add(Add add) {}
  }

  @Test
  void a_marked_method_that_does_not_return_what_its_command_is_answered_with_is_refused() {
    assertThatThrownBy(() -> builder().handlers(new Mute()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Method void org.plaincqrs.command.CommandBusTest$Mute.add("
                + "org.plaincqrs.command.CommandBusTest$Add) returns void, but its command is"
                + " answered with Integer; return that.");
  }

  @Test
  void two_marked_methods_of_one_command_are_refused() {
    assertThatThrownBy(() -> builder().handlers(new Twice()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The command org.plaincqrs.command.CommandBusTest$Say has two handlers; register one.");
  }

  // ---- interceptors

  @Test
  void the_first_interceptor_is_the_outermost() {
    List<String> trace = new ArrayList<>();
    CommandBus bus =
        builder()
            .intercept(tracing("outer", trace))
            .handle(
                Say.class,
                say -> {
                  trace.add("handler");
                  return null;
                })
            .intercept(tracing("inner", trace))
            .build();

    bus.dispatch(SAY);

    assertThat(trace).containsExactly("outer in", "inner in", "handler", "inner out", "outer out");
  }

  private static Interceptor<Object> tracing(String name, List<String> trace) {
    return (message, metadata, next) -> {
      trace.add(name + " in");
      Object result = next.proceed(message, metadata);
      trace.add(name + " out");
      return result;
    };
  }

  @Test
  void an_interceptor_may_change_the_metadata_on_the_way() {
    CommandBus bus =
        builder()
            .intercept((message, metadata, next) -> next.proceed(message, metadata.withUser("bob")))
            .handle(Say.class, (say, metadata) -> metadata.user())
            .build();

    Object answer = bus.<Object>dispatch(cast(SAY), Metadata.ofUser("ada"));

    assertThat(answer).isEqualTo("bob");
  }

  @Test
  void an_interceptor_may_answer_without_the_handler() {
    CommandBus bus =
        builder().intercept((message, metadata, next) -> 42).handle(Add.class, this::added).build();

    assertThat(bus.dispatch(ADD)).isEqualTo(42);
  }

  @Test
  void an_interceptor_may_call_the_handler_again() {
    List<String> said = new ArrayList<>();
    CommandBus bus =
        builder()
            .intercept(
                (message, metadata, next) -> {
                  next.proceed(message, metadata);
                  return next.proceed(message, metadata);
                })
            .handle(
                Say.class,
                say -> {
                  said.add(say.text());
                  return null;
                })
            .build();

    bus.dispatch(SAY);

    assertThat(said).containsExactly("hello", "hello");
  }

  // ---- immutability

  @Test
  void what_is_added_to_the_builder_afterwards_does_not_reach_a_bus_that_is_built() {
    CommandBus.Builder builder = builder().handle(Add.class, this::added);
    CommandBus bus = builder.build();

    builder.intercept((message, metadata, next) -> 42).handle(Say.class, say -> null);

    assertThat(bus.dispatch(ADD)).isEqualTo(5);
    assertThatThrownBy(() -> bus.dispatch(SAY)).isInstanceOf(NoHandlerException.class);
    assertThat(builder.build().dispatch(ADD)).isEqualTo(42);
  }

  @SuppressWarnings("unchecked")
  private static ICommand<Object> cast(ICommand<?> command) {
    return (ICommand<Object>) command;
  }
}
