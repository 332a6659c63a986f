package org.plaincqrs.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plaincqrs.inmemory.CommandTable.Remembered;
import org.plaincqrs.storage.HandledCommand;

class CommandTableTest {
  private static final int OPERATIONS = 50_000;

  private static Remembered command(UUID id, int number) {
    return new Remembered(new HandledCommand(id, "command", String.class, null), number, number);
  }

  /** Few that are there at once share places often, many make it grow. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 9, 50, 3_000})
  void it_holds_what_a_map_would_hold(int most) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    CommandTable table = new CommandTable();
    Map<UUID, Remembered> model = new HashMap<>();
    ArrayDeque<Remembered> oldestFirst = new ArrayDeque<>();

    for (int i = 0; i < OPERATIONS; i++) {
      if (oldestFirst.size() == most || !oldestFirst.isEmpty() && random.nextInt(3) == 0) {
        Remembered oldest = oldestFirst.remove();
        table.remove(oldest);
        model.remove(oldest.id());
        assertThat(table.find(oldest.id())).as("seed %d, forgotten", seed).isNull();
      } else {
        Remembered added = command(new UUID(random.nextLong(), random.nextLong()), i);
        table.add(added);
        model.put(added.id(), added);
        oldestFirst.add(added);
      }
      if (i % Math.max(1, most / 2) == 0) {
        model.forEach(
            (id, found) -> assertThat(table.find(id)).as("seed %d", seed).isSameAs(found));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 20, 32, 40, 56})
  void ids_that_differ_in_a_few_bits_alone_are_told_apart_quickly(int shift) {
    CommandTable table = new CommandTable();
    int count = 1 << 16;

    for (int i = 0; i < count; i++) {
      table.add(command(id(i, shift), i));
    }

    for (int i = 0; i < count; i++) {
      assertThat(table.find(id(i, shift))).extracting(Remembered::position).isEqualTo((long) i);
    }
  }

  /** The number stands somewhere in the upper half, or across both. */
  private static UUID id(long number, int shift) {
    return new UUID(number << shift, shift == 0 ? 0 : number >>> (Long.SIZE - shift));
  }
}
