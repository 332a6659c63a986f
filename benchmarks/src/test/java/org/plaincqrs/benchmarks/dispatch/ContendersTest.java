package org.plaincqrs.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.ThreadParams;
import org.plaincqrs.command.Receipt;

class ContendersTest {
  private static final int TYPES = 10;

  private interface Call {
    Object of(Dispatch.Turn turn) throws Exception;
  }

  /** What is answered to the first hundred of the order. */
  private static int[] answers(Call call) throws Exception {
    Dispatch.Turn turn = new Dispatch.Turn();
    turn.begin(new ThreadParams(0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
    int[] answers = new int[100];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = (Integer) call.of(turn);
    }
    return answers;
  }

  private static <D extends Dispatch> D of(Supplier<D> make) {
    D dispatch = make.get();
    dispatch.types = TYPES;
    return dispatch;
  }

  @Test
  void every_contender_answers_as_the_handler_does() throws Exception {
    CommandDispatch ours = of(CommandDispatch::new);
    ours.build();
    QueryDispatch queries = of(QueryDispatch::new);
    queries.build();
    FacadeQueryDispatch asking = of(FacadeQueryDispatch::new);
    asking.build();
    AxonDispatch axon = of(AxonDispatch::new);
    axon.build();
    AxonDispatch.Answer answer = new AxonDispatch.Answer();
    PipelinrDispatch pipelinr = of(PipelinrDispatch::new);
    pipelinr.build();
    FacadeDispatch facade = of(FacadeDispatch::new);
    facade.build();

    int[] expected = answers(ours::direct);

    assertThat(expected).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    List<Call> calls =
        List.of(
            ours::hashMap,
            ours::bus,
            ours::generatedBus,
            ours::busWithThreeInterceptors,
            queries::direct,
            queries::hashMap,
            queries::bus,
            queries::generatedBus,
            queries::busWithThreeInterceptors,
            asking::ask,
            turn -> axon.bus(turn, answer),
            axon::gateway,
            pipelinr::send,
            turn -> ((Receipt<?>) facade.send(turn)).result());
    for (Call call : calls) {
      assertThat(answers(call)).isEqualTo(expected);
    }
    facade.close();
    asking.close();
  }

  @Test
  void seven_hundred_classes_can_be_made() {
    var kinds = Kinds.of(700, CommandDispatch.COMMANDS);

    assertThat(kinds.messages()).extracting(Object::getClass).doesNotHaveDuplicates();
    assertThat(kinds.handlers()).hasSize(700).extracting(Object::getClass).doesNotHaveDuplicates();
  }

  @Test
  void threads_go_through_different_parts_of_the_order() {
    Dispatch.Turn first = new Dispatch.Turn();
    first.begin(new ThreadParams(0, 2, 0, 1, 0, 1, 0, 2, 0, 2));
    Dispatch.Turn second = new Dispatch.Turn();
    second.begin(new ThreadParams(1, 2, 0, 1, 0, 1, 1, 2, 1, 2));

    for (int i = 0; i < Dispatch.ORDER; i++) {
      assertThat(first.next()).isBetween(0, Dispatch.ORDER / 2 - 1);
      assertThat(second.next()).isBetween(Dispatch.ORDER / 2, Dispatch.ORDER - 1);
    }
  }

  @Test
  void no_command_through_the_facade_is_a_repeat() {
    FacadeDispatch facade = of(FacadeDispatch::new);
    facade.build();
    Dispatch.Turn turn = new Dispatch.Turn();
    turn.begin(new ThreadParams(0, 1, 0, 1, 0, 1, 0, 1, 0, 1));

    for (int i = 0; i < Dispatch.ORDER + 1_000; i++) {
      assertThat(((Receipt<?>) facade.send(turn)).duplicate()).isFalse();
    }
    facade.close();
  }
}
