package org.plaincqrs.benchmarks.load;

import java.util.List;
import org.plaincqrs.benchmarks.report.Contest;

/** The races of appends under a condition on a tag, against appends without one. */
record Conditionals(Server server, Settings settings, Results results) {
  private static final int ACCOUNTS = 5_000;

  void alone() throws Exception {
    race(Contest.CONDITIONAL1, 1);
  }

  void many() throws Exception {
    race(Contest.CONDITIONAL64, 64);
  }

  private void race(Contest contest, int threads) throws Exception {
    Callers callers = Callers.platform(threads);
    List<Contender> contenders =
        List.of(
            Contender.ours(
                "ours, no event of the tag since",
                () ->
                    work(
                        callers,
                        (ours, account, deposit) ->
                            ours.appendTaggedSince(deposit, deposit.tag(), account.position()))),
            Contender.yardstick(
                "ours, no condition",
                () -> work(callers, (ours, account, deposit) -> ours.appendTagged(deposit))),
            Contender.beside(
                "ours, to a stream at any version",
                () -> work(callers, (ours, account, deposit) -> ours.appendAnywhere(deposit))),
            Contender.beside(
                "ours, to a stream at its version",
                () -> work(callers, (ours, account, deposit) -> ours.append(deposit))));
    new Race(contest, "commits", callers, contenders).run(server, settings, results);
  }

  private Work work(Callers callers, OurAppends.Way way) {
    Ours ours = new Ours(new TableSet(server, "ours_"), server.pool(8, true));
    return new OurAppends(ours, Accounts.of(callers.count(), ACCOUNTS, 0), way);
  }
}
