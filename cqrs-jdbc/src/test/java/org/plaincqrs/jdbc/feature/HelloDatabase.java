package org.plaincqrs.jdbc.feature;

// [hello-database]
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.plaincqrs.Cqrs;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;

public final class HelloDatabase {
  record Deposit(UUID id, String account, long cents) implements ICommand<Void> {}

  record Deposited(String account, long cents) {}

  static final Projection<Long, String> BALANCES =
      Projection.into(DocumentType.of("balances", Long.class, String.class))
          .on(Deposited.class, Deposited::account, (sum, e) -> (sum == null ? 0 : sum) + e.cents)
          .build();

  public static void main(String... args) {
    String file = args.length == 0 ? "./hello" : args[0];
    var pool = JdbcConnectionPool.create("jdbc:h2:" + file + ";WRITE_DELAY=0", "sa", "");
    var wiring = Cqrs.on(JdbcStorage.on(pool)).events(Deposited.class).inline(BALANCES);
    wiring.execute(
        Deposit.class, (c, work) -> work.append(c.account, new Deposited(c.account, c.cents)));
    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new Deposit(ICommand.newId(), "ada", 500));
      System.out.println("ada has " + cqrs.view(BALANCES).find("ada").orElse(0L) + " cents");
    }
    pool.dispose();
  }
}
// [/hello-database]
