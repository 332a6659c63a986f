package org.plaincqrs.dispatch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassTableTest {
  private static final int DEEPEST = 250;

  /** Arrays of arrays, since there are so many of them. */
  private static Map<Class<?>, String> classes(int count) {
    Map<Class<?>, String> classes = new HashMap<>();
    for (Class<?> root : List.of(int.class, long.class, String.class, Object.class)) {
      Class<?> type = root;
      for (int depth = 0; depth < DEEPEST && classes.size() < count; depth++) {
        type = type.arrayType();
        classes.put(type, type.getName());
      }
    }
    return classes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 100, 700, 1_000})
  void every_class_has_its_value_and_no_other_has_one(int count) {
    Map<Class<?>, String> classes = classes(count);

    ClassTable<String> table = ClassTable.of(classes);

    assertThat(classes).hasSize(count);
    classes.forEach((type, value) -> assertThat(table.get(type)).isEqualTo(value));
    for (Class<?> type = byte[].class; depth(type) < DEEPEST; type = type.arrayType()) {
      assertThat(table.get(type)).isNull();
    }
  }

  private static int depth(Class<?> type) {
    return type.getName().lastIndexOf('[') + 1;
  }
}
