package org.plaincqrs.benchmarks;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.axonframework.common.DefaultIdentifierFactory;
import org.axonframework.common.IdentifierFactory;

/**
 * Axon's ids in this JVM: as shipped, or cheap where the system property {@code
 * benchmarks.axon.ids} is {@code cheap}. Axon looks for a factory once, by its service file, which
 * only that JVM is shown; the others have nothing of it.
 */
public final class AxonIds {
  /** The argument of a JVM in which Axon's ids are cheap. */
  public static final String CHEAP = "-Dbenchmarks.axon.ids=cheap";

  private static final String SERVICE = "META-INF/services/" + IdentifierFactory.class.getName();
  private static final String HIDDEN = "/axon-cheap-ids";

  private AxonIds() {}

  /**
   * Makes the choice; to be called before anything of Axon is used.
   *
   * @throws IllegalStateException when this JVM has chosen otherwise before
   */
  public static void choose() {
    boolean cheap = "cheap".equals(System.getProperty("benchmarks.axon.ids"));
    if (cheap) {
      Thread thread = Thread.currentThread();
      ClassLoader usual = thread.getContextClassLoader();
      thread.setContextClassLoader(new ServiceFileLoader(usual));
      IdentifierFactory.getInstance();
      thread.setContextClassLoader(usual);
    }
    Class<?> wanted = cheap ? CheapAxonIds.class : DefaultIdentifierFactory.class;
    Class<?> found = IdentifierFactory.getInstance().getClass();
    if (found != wanted) {
      throw new IllegalStateException(
          "Axon makes its ids by " + found + " instead of " + wanted + "; use a new JVM.");
    }
  }

  /** Finds the service file where nobody else looks. */
  private static final class ServiceFileLoader extends ClassLoader {
    private ServiceFileLoader(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE)
          ? Collections.enumeration(List.of(AxonIds.class.getResource(HIDDEN)))
          : super.getResources(name);
    }
  }
}
