package org.plaincqrs.benchmarks.dispatch;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.query.IQuery;
import org.plaincqrs.query.IQueryHandler;

/** Queries through the whole facade, with handlers that do nothing. */
@SuppressWarnings({"unchecked", "rawtypes"})
public class FacadeQueryDispatch extends Dispatch {
  private IQuery<Integer>[] queries;
  private Cqrs cqrs;

  /** Builds the facade and the order. */
  @Setup
  public void build() {
    Kinds<IQuery, IQueryHandler> kinds = Kinds.of(types, QueryDispatch.QUERIES);
    CqrsBuilder builder = Cqrs.on(new InMemoryStorage());
    for (int i = 0; i < types; i++) {
      IQueryHandler<IQuery<Integer>, Integer> handler = kinds.handlers().get(i);
      builder.query((Class<IQuery<Integer>>) kinds.type(i), handler);
    }
    cqrs = builder.build();
    queries = inOrder(new IQuery[ORDER], kinds.messages());
  }

  /** Closes it. */
  @TearDown
  public void close() {
    cqrs.close();
  }

  /** A query and its answer. */
  @Benchmark
  public Object ask(Turn turn) {
    return cqrs.ask(queries[turn.next()]);
  }
}
