package org.plaincqrs.dispatch.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.error.ConfigurationException;

/**
 * Finds the methods of an object that are marked with {@link Handles} and binds them through method
 * handles.
 */
public final class AnnotatedMethods {
  private static final MethodType GENERIC = MethodType.methodType(Object.class, Object.class);

  /** One bound method: the message class it handles, and how to call it. */
  public record Bound(Class<?> type, MethodHandle handle) {
    /** Calls the method; a void method answers null. */
    public Object call(Object message) throws Exception {
      try {
        return handle.invokeExact(message);
      } catch (Exception | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private AnnotatedMethods() {}

  /**
   * The marked methods of {@code target}, superclasses included, in order of their message's name.
   *
   * @param kind names the messages in errors
   * @param messages the supertype of every message
   * @throws ConfigurationException when there is none, or one has not exactly one parameter of a
   *     message class
   */
  public static List<Bound> bind(Object target, String kind, Class<?> messages) {
    Objects.requireNonNull(target, "The handler is null.");
    List<Method> marked = new ArrayList<>();
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Handles.class) && !method.isBridge())
          .filter(method -> marked.stream().noneMatch(below -> overrides(below, method)))
          .toList()
          .forEach(marked::add);
    }
    List<Bound> bound = new ArrayList<>();
    marked.forEach(method -> bound.add(bind(target, method, kind, messages)));
    if (bound.isEmpty()) {
      throw new ConfigurationException(
          target.getClass().getName()
              + " has no method marked with @Handles; mark each method that handles a "
              + kind
              + ".");
    }
    bound.sort(Comparator.comparing(each -> each.type().getName()));
    return bound;
  }

  /**
   * Whether {@code below}, of the same class or a subclass, is what a call of {@code method}
   * reaches.
   */
  private static boolean overrides(Method below, Method method) {
    return !Modifier.isPrivate(method.getModifiers())
        && below.getName().equals(method.getName())
        && Arrays.equals(below.getParameterTypes(), method.getParameterTypes());
  }

  private static Bound bind(Object target, Method method, String kind, Class<?> messages) {
    if (method.getParameterCount() != 1
        || !messages.isAssignableFrom(method.getParameterTypes()[0])
        || Modifier.isStatic(method.getModifiers())) {
      throw new ConfigurationException(
          "Method "
              + method
              + " is marked with @Handles, but is not an instance method with one parameter that is a "
              + kind
              + "; give it the "
              + kind
              + " class as its only parameter.");
    }
    checkAnswer(method, kind, messages);
    try {
      method.setAccessible(true);
      MethodHandle handle = MethodHandles.lookup().unreflect(method).bindTo(target).asType(GENERIC);
      return new Bound(method.getParameterTypes()[0], handle);
    } catch (IllegalAccessException | RuntimeException e) {
      throw new ConfigurationException(
          "Method "
              + method
              + " can't be called ("
              + e.getMessage()
              + "); make it public, or open its module.");
    }
  }

  /**
   * Refuses a method whose return type can't be what the message's class says it is answered with.
   */
  private static void checkAnswer(Method method, String kind, Class<?> messages) {
    if (!(AnswerType.of(method.getParameterTypes()[0], messages) instanceof Class<?> answer)) {
      return;
    }
    Class<?> returned = MethodType.methodType(method.getReturnType()).wrap().returnType();
    if (answer != null
        && !answer.isAssignableFrom(returned)
        && !returned.isAssignableFrom(answer)) {
      throw new ConfigurationException(
          "Method "
              + method
              + " returns "
              + method.getReturnType().getSimpleName()
              + ", but its "
              + kind
              + " is answered with "
              + answer.getSimpleName()
              + "; return that.");
    }
  }
}
