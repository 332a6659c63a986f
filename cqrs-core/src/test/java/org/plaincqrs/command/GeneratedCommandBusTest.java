package org.plaincqrs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plaincqrs.dispatch.NoHandlerException;

/** All that holds of a bus holds of one for which code is generated. */
class GeneratedCommandBusTest extends CommandBusTest {
  private static final String TEMPLATE = "NumberedCommand.class";

  @Override
  CommandBus.Builder builder() {
    return CommandBus.builder().generated();
  }

  /** So many classes, each with its own command. */
  private static List<ICommand<Integer>> commands(int count) throws Exception {
    List<ICommand<Integer>> commands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      commands.add(another());
    }
    return commands;
  }

  @SuppressWarnings("unchecked")
  private static ICommand<Integer> another() throws ReflectiveOperationException, IOException {
    try (InputStream template = NumberedCommand.class.getResourceAsStream(TEMPLATE)) {
      return (ICommand<Integer>)
          MethodHandles.lookup()
              .defineHiddenClass(template.readAllBytes(), true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 127, 128, 129, 300})
  @SuppressWarnings("unchecked")
  void every_class_finds_its_own_handler_and_others_find_none(int count) throws Exception {
    List<ICommand<Integer>> commands = commands(count);
    CommandBus.Builder builder = builder();
    for (int i = 0; i < count; i++) {
      int number = i;
      builder.handle((Class<ICommand<Integer>>) commands.get(i).getClass(), command -> number);
    }
    CommandBus bus = builder.build();

    for (int i = 0; i < count; i++) {
      int answer = bus.dispatch(commands.get(i));
      assertThat(answer).isEqualTo(i);
    }
    for (ICommand<Integer> stranger : commands(300)) {
      assertThatThrownBy(() -> bus.dispatch(stranger)).isInstanceOf(NoHandlerException.class);
    }
  }
}
