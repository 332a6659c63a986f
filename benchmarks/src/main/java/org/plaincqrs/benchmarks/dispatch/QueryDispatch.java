package org.plaincqrs.benchmarks.dispatch;

import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.plaincqrs.query.IQuery;
import org.plaincqrs.query.IQueryHandler;
import org.plaincqrs.query.QueryBus;

/** The query bus, beside the same floors as the command bus. */
@SuppressWarnings({"unchecked", "rawtypes"})
public class QueryDispatch extends Dispatch {
  static final Shape<IQuery, IQueryHandler> QUERIES =
      new Shape<>(
          IQuery.class,
          IQueryHandler.class,
          """
          public record Message%1$d(UUID id) implements org.plaincqrs.query.IQuery<Integer> {}
          public static final class Handler%1$d
              implements org.plaincqrs.query.IQueryHandler<Message%1$d, Integer> {
            @Override public Integer handle(Message%1$d query) { return %2$d; }
          }
          """);

  private IQuery<Integer>[] queries;
  private IQueryHandler<IQuery<Integer>, Integer>[] handlers;
  private Map<Class<?>, IQueryHandler<IQuery<Integer>, Integer>> map;
  private QueryBus bus;
  private QueryBus intercepted;
  private QueryBus generated;

  /** Builds the buses and the order. */
  @Setup
  public void build() {
    Kinds<IQuery, IQueryHandler> kinds = Kinds.of(types, QUERIES);
    QueryBus.Builder bare = QueryBus.builder();
    QueryBus.Builder three = QueryBus.builder();
    QueryBus.Builder code = QueryBus.builder().generated();
    for (int i = 0; i < CommandDispatch.INTERCEPTORS; i++) {
      three.intercept((query, metadata, next) -> next.proceed(query, metadata));
    }
    map = new HashMap<>();
    for (int i = 0; i < types; i++) {
      IQueryHandler<IQuery<Integer>, Integer> handler = kinds.handlers().get(i);
      Class<IQuery<Integer>> type = (Class<IQuery<Integer>>) kinds.type(i);
      map.put(type, handler);
      bare.handle(type, handler);
      three.handle(type, handler);
      code.handle(type, handler);
    }
    bus = bare.build();
    intercepted = three.build();
    generated = code.build();
    queries = inOrder(new IQuery[ORDER], kinds.messages());
    handlers = inOrder(new IQueryHandler[ORDER], kinds.handlers());
  }

  /** The floor: an interface call, the handler at hand. */
  @Benchmark
  public Object direct(Turn turn) throws Exception {
    int i = turn.next();
    return handlers[i].handle(queries[i]);
  }

  /** The naive floor: what one would write by hand. */
  @Benchmark
  public Object hashMap(Turn turn) throws Exception {
    IQuery<Integer> query = queries[turn.next()];
    return map.get(query.getClass()).handle(query);
  }

  /** The bus. */
  @Benchmark
  public Object bus(Turn turn) {
    return bus.ask(queries[turn.next()]);
  }

  /** The bus that code is generated for. */
  @Benchmark
  public Object generatedBus(Turn turn) {
    return generated.ask(queries[turn.next()]);
  }

  /** The bus with three interceptors that do nothing. */
  @Benchmark
  public Object busWithThreeInterceptors(Turn turn) {
    return intercepted.ask(queries[turn.next()]);
  }
}
