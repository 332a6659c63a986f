package org.plaincqrs.benchmarks.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A subscriber of every contender: it counts. For one thread at a time. */
public interface Counter {
  /** Counts the event. */
  void on(Paid event);

  /** How many it has counted. */
  long count();

  /** So many of one class. */
  static List<Counter> several(int subscribers) {
    List<Counter> counters = new ArrayList<>();
    for (int i = 0; i < subscribers; i++) {
      counters.add(new PaidCounter());
    }
    return counters;
  }

  /**
   * So many, each of a class of its own, as the subscribers of an application are: the same class,
   * each time of another loader. Hidden classes would not do, since reflection never gets fast on
   * them.
   */
  static List<Counter> ofAClassEach(int subscribers) {
    List<Counter> counters = new ArrayList<>();
    try (InputStream template = Counter.class.getResourceAsStream("PaidCounter.class")) {
      byte[] code = template.readAllBytes();
      for (int i = 0; i < subscribers; i++) {
        Class<?> another = new Anew().define(code);
        counters.add((Counter) another.getConstructor().newInstance());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A class of this program can't be read.", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The counter can't be made anew.", e);
    }
    return counters;
  }

  /** Defines a class that its parent has as well. */
  final class Anew extends ClassLoader {
    private Anew() {
      super(Counter.class.getClassLoader());
    }

    private Class<?> define(byte[] code) {
      return defineClass(null, code, 0, code.length);
    }
  }
}
