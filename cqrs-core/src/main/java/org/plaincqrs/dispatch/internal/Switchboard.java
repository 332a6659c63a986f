package org.plaincqrs.dispatch.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.dispatch.Next;
import org.plaincqrs.event.Metadata;

/**
 * Calls what belongs to the class of a message as if all of the calls stood in the code, one in
 * each case of a switch. A call through a map goes to an object that the JIT compiler does not
 * know; here every object is a constant, so that it compiles the handlers into the switch. Made of
 * method handles: the slot of the class, a table switch over the slots, and in each case the class
 * compared once more.
 */
final class Switchboard {
  /** With more of them the method of the switch gets longer than what the JIT compiler takes. */
  static final int MOST = 128;

  private static final MethodHandles.Lookup HERE = MethodHandles.lookup();
  private static final MethodType CALL =
      MethodType.methodType(Object.class, Object.class, Metadata.class);

  private Switchboard() {}

  /**
   * Makes one, in a hidden class of its own that lives as long as it does.
   *
   * @param otherwise called with a message of a class that is not among {@code links}
   * @return null when there are no links or more than {@link #MOST}, or when two of their classes
   *     have the same identity hash, as one in 2^31 pairs does
   */
  static <M> @Nullable Next<M> of(Map<Class<?>, Next<M>> links, Next<M> otherwise) {
    if (links.isEmpty() || links.size() > MOST) {
      return null;
    }
    List<Map.Entry<Class<?>, Next<M>>> inOrder = List.copyOf(links.entrySet());
    Slots slots = Slots.of(inOrder.stream().mapToInt(link -> link.getKey().hashCode()).toArray());
    return slots == null ? null : of(inOrder, slots, otherwise);
  }

  private static <M> Next<M> of(
      List<Map.Entry<Class<?>, Next<M>>> links, Slots slots, Next<M> otherwise) {
    MethodHandle rest = MethodHandles.dropArguments(call(otherwise), 0, int.class);
    MethodHandle[] cases =
        links.stream()
            .map(link -> guarded(link.getKey(), call(link.getValue()), call(otherwise)))
            .toArray(MethodHandle[]::new);
    MethodHandle choice = MethodHandles.tableSwitch(rest, cases);
    return constant(MethodHandles.foldArguments(choice, slotOf(slots)));
  }

  private static MethodHandle call(Next<?> next) {
    return find(() -> HERE.findVirtual(Next.class, "proceed", CALL)).bindTo(next).asType(CALL);
  }

  /** Other classes may have the same slot. */
  private static MethodHandle guarded(Class<?> type, MethodHandle call, MethodHandle otherwise) {
    MethodType test = MethodType.methodType(boolean.class, Class.class, Object.class);
    MethodHandle is =
        MethodHandles.insertArguments(
            find(() -> HERE.findStatic(Switchboard.class, "is", test)), 0, type);
    return MethodHandles.dropArguments(
        MethodHandles.guardWithTest(is, call, otherwise), 0, int.class);
  }

  @SuppressWarnings("UnusedMethod") // by its handle
  private static boolean is(Class<?> type, Object message) {
    return message.getClass() == type;
  }

  private static MethodHandle slotOf(Slots slots) {
    MethodType type = MethodType.methodType(int.class, Slots.class, Object.class);
    return MethodHandles.dropArguments(
        find(() -> HERE.findStatic(Switchboard.class, "slot", type)).bindTo(slots),
        1,
        Metadata.class);
  }

  @SuppressWarnings("UnusedMethod") // by its handle
  private static int slot(Slots slots, Object message) {
    return slots.of(message.getClass().hashCode());
  }

  @SuppressWarnings("unchecked")
  private static <M> Next<M> constant(MethodHandle handle) {
    try (InputStream template = Switchboard.class.getResourceAsStream("ConstantCall.class")) {
      byte[] bytes = template.readAllBytes();
      return find(
          () ->
              (Next<M>)
                  HERE.defineHiddenClassWithClassData(bytes, handle, true)
                      .lookupClass()
                      .getDeclaredConstructor()
                      .newInstance());
    } catch (IOException e) {
      throw new UncheckedIOException("A class of this library can't be read.", e);
    }
  }

  private interface Reflection<T> {
    T get() throws ReflectiveOperationException;
  }

  private static <T> T find(Reflection<T> reflection) {
    try {
      return reflection.get();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A method of this library is not there.", e);
    }
  }
}
