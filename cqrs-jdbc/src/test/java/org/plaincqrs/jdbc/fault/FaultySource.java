package org.plaincqrs.jdbc.fault;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A pool, as naive as a pool can be, whose connections fail as {@link Faults} say. It repairs
 * nothing: what is given back is what the next borrower gets, so it looks closely at it.
 */
final class FaultySource implements AutoCloseable {
  /** Where real connections come from. */
  interface Connector {
    Connection connect() throws Exception;
  }

  private static final Set<String> FAILING =
      Set.of(
          "getConnection",
          "prepareStatement",
          "commit",
          "rollback",
          "setAutoCommit",
          "setReadOnly",
          "setTransactionIsolation",
          "setSavepoint",
          "releaseSavepoint",
          "isValid",
          "execute",
          "executeQuery",
          "executeUpdate",
          "executeLargeUpdate",
          "executeBatch",
          "next");
  private static final Set<String> ALLOWED_ON_DEAD = Set.of("close", "isClosed", "abort");

  private final Connector connector;
  private final Faults faults;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final AtomicInteger borrowed = new AtomicInteger();
  private final DataSource source;

  FaultySource(Connector connector, Faults faults) {
    this.connector = connector;
    this.faults = faults;
    source =
        proxy(
            DataSource.class,
            (proxy, method, arguments) -> {
              if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
              }
              return borrow();
            });
  }

  DataSource source() {
    return source;
  }

  /** How many connections have not come back. */
  int borrowed() {
    return borrowed.get();
  }

  private @Nullable Object borrow() throws Throwable {
    Lent lent = new Lent(take());
    try {
      Object connection =
          faults.call(
              "getConnection", lent::die, () -> lent.proxied(Connection.class, lent.real, ""));
      borrowed.incrementAndGet();
      return connection;
    } catch (SQLException e) {
      // The pool itself has failed, so the pool itself keeps what is its own.
      lent.giveBackOrDrop();
      throw e;
    }
  }

  private Connection take() throws Exception {
    synchronized (idle) {
      Connection connection = idle.poll();
      if (connection != null) {
        return connection;
      }
    }
    return connector.connect();
  }

  @Override
  public void close() throws SQLException {
    synchronized (idle) {
      for (Connection connection : idle) {
        connection.close();
      }
      idle.clear();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** A connection from when it is borrowed to when it is given back. */
  private final class Lent {
    private final Connection real;
    private volatile boolean dead;
    private volatile boolean givenBack;

    private Lent(Connection real) {
      this.real = real;
    }

    private void die() {
      dead = true;
      try {
        real.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private <T> T proxied(Class<T> type, Object target, String sql) {
      return proxy(type, (proxy, method, arguments) -> handle(target, sql, method, arguments));
    }

    private @Nullable Object handle(
        Object target, String sql, Method method, @Nullable Object @Nullable [] arguments)
        throws Throwable {
      String name = method.getName();
      if (target == real && name.equals("close")) {
        giveBack();
        // However it fails, the pool has its connection back.
        return faults.call("close", () -> {}, () -> null);
      }
      if (target == real && name.equals("abort")) {
        die();
        return null;
      }
      if (target == real && name.equals("isClosed")) {
        return dead || givenBack;
      }
      if ((dead || givenBack) && !ALLOWED_ON_DEAD.contains(name)) {
        throw new SQLException("This connection is dead", "08006");
      }
      if (dead) {
        return null;
      }
      boolean metadata = name.equals("getMetaData");
      String text = arguments != null && arguments[0] instanceof String s ? s : metadata ? "" : sql;
      if (!FAILING.contains(name)) {
        return wrapped(run(target, method, arguments), text);
      }
      String said =
          name
              + (arguments == null ? "" : " " + arguments[0])
              + (sql.isEmpty() ? "" : " of " + sql);
      return wrapped(faults.call(said, this::die, () -> run(target, method, arguments)), text);
    }

    private @Nullable Object wrapped(@Nullable Object result, String sql) {
      if (result instanceof PreparedStatement) {
        return proxied(PreparedStatement.class, result, sql);
      }
      if (result instanceof Statement) {
        return proxied(Statement.class, result, sql);
      }
      // SQLite's rows are their own metadata.
      return result instanceof ResultSet && !sql.isEmpty()
          ? proxied(ResultSet.class, result, sql)
          : result;
    }

    private static @Nullable Object run(
        Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private void giveBack() throws SQLException {
      if (givenBack) {
        return;
      }
      givenBack = true;
      borrowed.decrementAndGet();
      giveBackOrDrop();
    }

    private void giveBackOrDrop() throws SQLException {
      if (dead) {
        return;
      }
      String leftover = leftover(real);
      if (leftover != null) {
        faults.leftover(leftover);
        real.close();
        return;
      }
      synchronized (idle) {
        idle.push(real);
      }
    }
  }

  private static @Nullable String leftover(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      return "not in auto-commit";
    }
    if (connection.isReadOnly()) {
      return "read-only";
    }
    return isInTransaction(connection) ? "in a transaction" : null;
  }

  private static boolean isInTransaction(Connection connection) throws SQLException {
    return switch (connection.getMetaData().getDatabaseProductName()) {
      case "PostgreSQL" ->
          connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
      case "MariaDB" -> Audit.number(connection, "select @@in_transaction") != 0;
      case "SQLite" -> isInSqliteTransaction(connection);
      default ->
          Audit.number(
                  connection,
                  "select count(*) from information_schema.sessions where session_id = session_id()"
                      + " and contains_uncommitted")
              != 0;
    };
  }

  /** SQLite can't be asked, but refuses a transaction inside another. */
  private static boolean isInSqliteTransaction(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin");
      statement.execute("rollback");
      return false;
    } catch (SQLException e) {
      return true;
    }
  }
}
