package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;

/** The races of commits of one event, one tag and one remembered command. */
record Appends(Server server, Settings settings) {
  private static final int ACCOUNTS = 5_000;
  private static final int OUR_POOL = 8;
  private static final int[] HAND_POOLS = {8, 16, 32};

  /** One caller, and one connection. */
  void alone() throws Exception {
    Callers callers = Callers.platform(1);
    List<Contender> contenders =
        List.of(
            ours(callers),
            Contender.yardstick("by hand, one connection", () -> byHand(callers, 1)));
    race("append1: 1 caller, 1 event a commit", callers, contenders, 0.9);
  }

  /** 64 threads. */
  void many() throws Exception {
    Callers callers = Callers.platform(64);
    race("append64: 64 threads, 1 event a commit", callers, againstPools(callers), 3);
  }

  /** 512 virtual threads. */
  void virtual() throws Exception {
    if (!Callers.canBeVirtual()) {
      System.out.println("\nappend512v: left out, since it needs a JDK from 21.");
      return;
    }
    Callers callers = Callers.virtual(512);
    race("append512v: 512 virtual threads, 1 event a commit", callers, againstPools(callers), 3.5);
  }

  /** 64 threads, on a disk that takes a millisecond longer. */
  void slowly() throws Exception {
    if (!server.isPostgreSql()) {
      System.out.println("\nslowcommit: left out, since it needs PostgreSQL.");
      return;
    }
    Callers callers = Callers.platform(64);
    List<Contender> contenders =
        List.of(
            Contender.ours("ours", () -> ours(callers, server.slowPool(OUR_POOL, true))),
            Contender.yardstick(
                "by hand, pool of 8", () -> byHand(callers, server.slowPool(8, false))));
    race("slowcommit: 64 threads, 1 ms added to every commit", callers, contenders, 5);
  }

  /** 64 threads, beside Axon's event storage engine, which writes the event alone. */
  void axon() throws Exception {
    if (!server.isPostgreSql()) {
      System.out.println("\naxon64: left out, since it needs PostgreSQL.");
      return;
    }
    Callers callers = Callers.platform(64);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(ours(callers));
    for (int size : HAND_POOLS) {
      contenders.add(
          Contender.yardstick(
              "Axon, pool of " + size,
              () -> new AxonAppends(server.rewritingPool(size), accounts(callers))));
    }
    race("axon64: 64 threads, 1 event a commit", callers, contenders, 2.5);
  }

  private void race(String title, Callers callers, List<Contender> contenders, double target)
      throws Exception {
    new Race(title, "commits", callers, contenders, target).run(server, settings);
  }

  private List<Contender> againstPools(Callers callers) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(ours(callers));
    for (int size : HAND_POOLS) {
      contenders.add(Contender.yardstick("by hand, pool of " + size, () -> byHand(callers, size)));
    }
    return contenders;
  }

  private Contender ours(Callers callers) {
    return Contender.ours("ours", () -> ours(callers, server.pool(OUR_POOL, true)));
  }

  private Work ours(Callers callers, HikariDataSource pool) {
    Ours ours = new Ours(new TableSet(server, "ours_"), pool);
    return new OurAppends(
        ours, accounts(callers), (store, account, deposit) -> store.append(deposit));
  }

  private Work byHand(Callers callers, int size) throws Exception {
    return byHand(callers, server.pool(size, false));
  }

  private Work byHand(Callers callers, HikariDataSource pool) throws Exception {
    return new HandAppends(new TableSet(server, "hand_"), pool, accounts(callers));
  }

  private static Accounts accounts(Callers callers) {
    return Accounts.of(callers.count(), ACCOUNTS, 0);
  }
}
