package org.plaincqrs.jdbc.fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.database.FreshDatabase;

/** A source that counts what is asked of the database, and the rows that come back. */
final class CountingSource {
  private static final Set<Class<?>> COUNTED =
      Set.of(Connection.class, Statement.class, PreparedStatement.class, ResultSet.class);

  /** What some drivers do by a call, others have written out. */
  private static final Set<String> CONTROL =
      Set.of("start transaction", "begin immediate", "commit", "rollback");

  private final DataSource source;
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();

  CountingSource(DataSource real) {
    source = counted(DataSource.class, real);
  }

  /** Without a pool: who asks while the server is away is refused at once. */
  static CountingSource unpooled(FreshDatabase fresh) {
    return new CountingSource(
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  if (!method.getName().equals("getConnection")) {
                    throw new UnsupportedOperationException(method.getName());
                  }
                  return fresh.connect();
                }));
  }

  DataSource source() {
    return source;
  }

  /** How often a connection was asked for, in vain or not. */
  long connections() {
    return connections.get();
  }

  /** How many statements were executed, but for those that begin and end transactions. */
  long statements() {
    return statements.get();
  }

  /** How many rows were read. */
  long rows() {
    return rows.get();
  }

  private <T> T counted(Class<T> type, Object real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  private @Nullable Object call(Object real, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (name.equals("getConnection") && real instanceof DataSource) {
      connections.incrementAndGet();
    }
    boolean isControl =
        arguments != null && arguments.length > 0 && CONTROL.contains(String.valueOf(arguments[0]));
    if (name.startsWith("execute") && !isControl) {
      statements.incrementAndGet();
    }
    try {
      Object result = method.invoke(real, arguments);
      if (name.equals("next") && Boolean.TRUE.equals(result)) {
        rows.incrementAndGet();
      }
      boolean isCounted = COUNTED.contains(method.getReturnType());
      return isCounted && result != null ? counted(method.getReturnType(), result) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
