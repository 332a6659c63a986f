package org.plaincqrs.dispatch.internal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message's class declares to be answered with: the argument it gives to its root type. */
public final class AnswerType {
  private AnswerType() {}

  /**
   * The type argument that {@code message} gives to {@code root}, through all supertypes; null when
   * it is left open.
   *
   * @param root a generic interface with one parameter
   */
  public static @Nullable Type of(Class<?> message, Class<?> root) {
    Type found = find(message, root, Map.of());
    return found instanceof TypeVariable<?> ? null : found;
  }

  private static @Nullable Type find(
      @Nullable Type type, Class<?> root, Map<TypeVariable<?>, Type> known) {
    Map<TypeVariable<?>, Type> arguments = new HashMap<>();
    Class<?> raw = null;
    if (type instanceof ParameterizedType generic) {
      raw = (Class<?>) generic.getRawType();
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        Type argument = generic.getActualTypeArguments()[i];
        arguments.put(raw.getTypeParameters()[i], known.getOrDefault(argument, argument));
      }
    } else if (type instanceof Class<?> plain) {
      raw = plain;
    }
    if (raw == null || !root.isAssignableFrom(raw)) {
      return null;
    }
    if (raw == root) {
      return arguments.get(root.getTypeParameters()[0]);
    }
    for (Type above : raw.getGenericInterfaces()) {
      Type found = find(above, root, arguments);
      if (found != null) {
        return found;
      }
    }
    return find(raw.getGenericSuperclass(), root, arguments);
  }
}
