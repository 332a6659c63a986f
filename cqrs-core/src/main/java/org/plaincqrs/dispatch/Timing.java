package org.plaincqrs.dispatch;

import java.util.function.LongSupplier;
import org.plaincqrs.event.Metadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every message from here to its handler and back, and tells a listener; whether it
 * failed, too.
 */
public final class Timing implements Interceptor<Object> {
  private static final Logger LOG = LoggerFactory.getLogger(Timing.class);

  /** Hears of every message; called by many threads at once, in the thread of the message. */
  @FunctionalInterface
  public interface Listener {
    /** A message of class {@code type} took {@code nanos} nanoseconds. */
    void handled(Class<?> type, long nanos, boolean failed);
  }

  private final Listener listener;
  private final LongSupplier nanoTime;

  /** Measures with the system's clock. */
  public Timing(Listener listener) {
    this(listener, System::nanoTime);
  }

  /** Measures with {@code nanoTime}, any source of nanoseconds. */
  public Timing(Listener listener, LongSupplier nanoTime) {
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  @Override
  public Object intercept(Object message, Metadata metadata, Next<Object> next) throws Exception {
    long start = nanoTime.getAsLong();
    boolean failed = true;
    try {
      Object result = next.proceed(message, metadata);
      failed = false;
      return result;
    } finally {
      tell(message.getClass(), nanoTime.getAsLong() - start, failed);
    }
  }

  /** A listener that fails must not fail the message, which may be committed already. */
  private void tell(Class<?> type, long nanos, boolean failed) {
    try {
      listener.handled(type, nanos, failed);
    } catch (RuntimeException | Error e) {
      LOG.error("The timing listener failed on {}", type.getName(), e);
    }
  }
}
