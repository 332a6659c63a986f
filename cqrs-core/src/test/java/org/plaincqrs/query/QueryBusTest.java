package org.plaincqrs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plaincqrs.dispatch.HandlerFailedException;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.dispatch.NoHandlerException;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Metadata;

class QueryBusTest {
  record Length(String text) implements IQuery<Integer> {}

  record Letters(String text) implements IQuery<List<String>> {}

  interface Abstract extends IQuery<Integer> {}

  private static int length(Length query) {
    return query.text().length();
  }

  @Test
  void a_lambda_answers_a_query_and_the_answer_is_typed() {
    QueryBus bus =
        QueryBus.builder()
            .handle(Length.class, query -> query.text().length())
            .handle(Letters.class, query -> List.of(query.text().split("")))
            .build();

    int length = bus.ask(new Length("abc"));
    List<String> letters = bus.ask(new Letters("ab"));

    assertThat(length).isEqualTo(3);
    assertThat(letters).containsExactly("a", "b");
  }

  @Test
  void a_method_reference_answers_a_query() {
    QueryBus bus = QueryBus.builder().handle(Length.class, QueryBusTest::length).build();

    assertThat(bus.ask(new Length("abc"))).isEqualTo(3);
  }

  @Test
  void code_can_be_generated_for_it() {
    QueryBus bus =
        QueryBus.builder()
            .handle(Length.class, QueryBusTest::length)
            .handle(Letters.class, query -> List.of(query.text().split("")))
            .generated()
            .build();

    assertThat(bus.ask(new Length("abc"))).isEqualTo(3);
    assertThat(bus.ask(new Letters("ab"))).containsExactly("a", "b");
  }

  static final class Texts {
    @Handles
    int length(Length query) {
      return query.text().length();
    }

    @Handles
    private List<String> letters(Letters query) throws IOException {
      throw new IOException("no letters");
    }
  }

  @Test
  void an_object_answers_a_query_with_each_marked_method() {
    QueryBus bus = QueryBus.builder().handlers(new Texts()).build();

    int length = bus.ask(new Length("abc"));

    assertThat(length).isEqualTo(3);
    assertThatThrownBy(() -> bus.ask(new Letters("ab")))
        .isInstanceOf(HandlerFailedException.class)
        .hasMessage("The handler of Letters failed: java.io.IOException: no letters")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void an_object_without_a_marked_method_is_refused() {
    assertThatThrownBy(() -> QueryBus.builder().handlers("text"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "java.lang.String has no method marked with @Handles; mark each method that handles a"
                + " query.");
  }

  @Test
  void an_unknown_query_is_refused_with_what_is_handled() {
    QueryBus bus = QueryBus.builder().handle(Length.class, QueryBusTest::length).build();

    assertThatThrownBy(() -> bus.ask(new Letters("ab")))
        .isInstanceOf(NoHandlerException.class)
        .hasMessage(
            "No handler for query org.plaincqrs.query.QueryBusTest$Letters; register one."
                + " Handled are: Length.");
  }

  @Test
  void a_second_handler_and_a_handler_of_an_interface_are_refused() {
    QueryBus.Builder builder = QueryBus.builder().handle(Length.class, QueryBusTest::length);

    assertThatThrownBy(() -> builder.handle(Length.class, query -> 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The query org.plaincqrs.query.QueryBusTest$Length has two handlers; register one.");
    assertThatThrownBy(() -> builder.handle(Abstract.class, query -> 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "A handler is registered for org.plaincqrs.query.QueryBusTest$Abstract, which is not a"
                + " concrete class, so no message has it; register a handler for each query"
                + " class.");
  }

  @Test
  void null_in_place_of_a_query_metadata_handler_or_interceptor_is_refused() {
    QueryBus bus = QueryBus.builder().handle(Length.class, QueryBusTest::length).build();

    assertThatThrownBy(() -> bus.ask(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The query is null.");
    assertThatThrownBy(() -> bus.ask(new Length(""), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The metadata is null; Metadata.NONE stands for nothing known.");
    assertThatThrownBy(() -> QueryBus.builder().handle(Length.class, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The handler is null.");
    assertThatThrownBy(() -> QueryBus.builder().intercept(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The interceptor is null.");
  }

  @Test
  void unchecked_exceptions_and_errors_pass_as_they_are() {
    RuntimeException unchecked = new IllegalStateException("no");
    Error error = new AssertionError("broken");
    QueryBus bus =
        QueryBus.builder()
            .handle(
                Length.class,
                query -> {
                  throw unchecked;
                })
            .handle(
                Letters.class,
                query -> {
                  throw error;
                })
            .build();

    assertThatThrownBy(() -> bus.ask(new Length(""))).isSameAs(unchecked);
    assertThatThrownBy(() -> bus.ask(new Letters(""))).isSameAs(error);
  }

  @Test
  void interceptors_stand_around_the_handler_in_order_and_see_the_metadata() {
    List<String> trace = new ArrayList<>();
    QueryBus bus =
        QueryBus.builder()
            .intercept(
                (query, metadata, next) -> {
                  trace.add("outer " + metadata.user());
                  return next.proceed(query, metadata.withUser("bob"));
                })
            .intercept(
                (query, metadata, next) -> {
                  trace.add("inner " + metadata.user());
                  return next.proceed(query, metadata);
                })
            .handle(Length.class, QueryBusTest::length)
            .build();

    bus.ask(new Length("abc"), Metadata.ofUser("ada"));

    assertThat(trace).containsExactly("outer ada", "inner bob");
  }

  @Test
  void what_is_added_to_the_builder_afterwards_does_not_reach_a_bus_that_is_built() {
    QueryBus.Builder builder = QueryBus.builder().handle(Length.class, QueryBusTest::length);
    QueryBus bus = builder.build();

    builder.intercept((query, metadata, next) -> 42).handle(Letters.class, query -> List.of());

    assertThat(bus.ask(new Length("abc"))).isEqualTo(3);
    assertThatThrownBy(() -> bus.ask(new Letters(""))).isInstanceOf(NoHandlerException.class);
  }
}
