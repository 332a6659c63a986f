package org.plaincqrs.benchmarks.dispatch;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.plaincqrs.event.TimeOrderedId;

/**
 * Message classes, and a handler of a class of its own for each, so that neither the look-up nor
 * the call is easier to predict than in an application. They are generated, since nobody wants to
 * read seven hundred.
 *
 * @param constructors of the messages
 * @param handlers in the same order
 */
record Kinds<M, H>(List<Constructor<? extends M>> constructors, List<H> handlers) {
  private static final String OUTER = "org.plaincqrs.benchmarks.dispatch.Generated";

  /** So many of a shape. */
  static <M, H> Kinds<M, H> of(int count, Shape<M, H> shape) {
    StringBuilder source = new StringBuilder("package org.plaincqrs.benchmarks.dispatch;\n");
    source.append("import java.util.UUID;\npublic final class Generated {\n");
    for (int i = 0; i < count; i++) {
      source.append(shape.of(i));
    }
    source.append("}\n");
    return load(count, shape, InMemoryCompiler.compile(OUTER, source.toString()));
  }

  private static <M, H> Kinds<M, H> load(int count, Shape<M, H> shape, ClassLoader loader) {
    List<Constructor<? extends M>> constructors = new ArrayList<>();
    List<H> handlers = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        Class<?> message = loader.loadClass(OUTER + "$Message" + i);
        constructors.add(message.asSubclass(shape.messages()).getConstructor(UUID.class));
        Class<?> handler = loader.loadClass(OUTER + "$Handler" + i);
        handlers.add(handler.asSubclass(shape.handlers()).getConstructor().newInstance());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The generated classes are not of the shape.", e);
    }
    return new Kinds<>(constructors, handlers);
  }

  /** The class of a kind of message. */
  Class<? extends M> type(int kind) {
    return constructors.get(kind).getDeclaringClass();
  }

  /** A new message of a kind, with an id of its own. */
  M message(int kind) {
    try {
      return constructors.get(kind).newInstance(TimeOrderedId.next());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A message could not be made.", e);
    }
  }

  /** One message of each kind. */
  List<M> messages() {
    List<M> messages = new ArrayList<>();
    for (int kind = 0; kind < constructors.size(); kind++) {
      messages.add(message(kind));
    }
    return messages;
  }
}
