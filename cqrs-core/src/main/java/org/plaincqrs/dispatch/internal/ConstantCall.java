package org.plaincqrs.dispatch.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.plaincqrs.dispatch.Next;
import org.plaincqrs.event.Metadata;

/**
 * Calls one method handle. A template: {@link Switchboard} defines it anew for each of its handles,
 * as a hidden class in which that handle is a constant; it is never used as it stands here.
 */
final class ConstantCall<M> implements Next<M> {
  private static final MethodHandle HANDLE = handle();

  private static MethodHandle handle() {
    try {
      return MethodHandles.classData(MethodHandles.lookup(), "_", MethodHandle.class);
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public Object proceed(M message, Metadata metadata) throws Exception {
    try {
      return (Object) HANDLE.invokeExact((Object) message, metadata);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Neither an exception nor an error.", e);
    }
  }
}
