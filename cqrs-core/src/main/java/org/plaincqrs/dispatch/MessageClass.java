package org.plaincqrs.dispatch;

import java.lang.reflect.Modifier;
import java.util.Objects;
import org.plaincqrs.error.ConfigurationException;

/** The classes that rules are put on: rules are found by a message's exact class. */
final class MessageClass {
  private MessageClass() {}

  static <T> Class<T> concrete(String rule, Class<T> type) {
    Objects.requireNonNull(type, "The message class of a rule is null.");
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw new ConfigurationException(
          rule
              + " is put on "
              + type.getName()
              + ", which is not a concrete class, so no message has it; put one on each class.");
    }
    return type;
  }
}
