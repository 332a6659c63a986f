package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import org.plaincqrs.benchmarks.report.Contest;

/** The races of commits of one event, one tag and one remembered command. */
record Appends(Server server, Settings settings, Results results) {
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
    race(Contest.APPEND1, callers, contenders);
  }

  /** 64 threads. */
  void many() throws Exception {
    Callers callers = Callers.platform(64);
    race(Contest.APPEND64, callers, againstPools(callers));
  }

  /** 512 virtual threads. */
  void virtual() throws Exception {
    if (!Callers.canBeVirtual()) {
      System.out.println("\nappend512v: left out, since it needs a JDK from 21.");
      return;
    }
    Callers callers = Callers.virtual(512);
    race(Contest.APPEND512V, callers, againstPools(callers));
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
    race(Contest.SLOWCOMMIT, callers, contenders);
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
              () -> new AxonAppends(new AxonLog(server.rewritingPool(size)), accounts(callers))));
    }
    race(Contest.AXON64, callers, contenders);
  }

  private void race(Contest contest, Callers callers, List<Contender> contenders) throws Exception {
    new Race(contest, "commits", callers, contenders).run(server, settings, results);
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
