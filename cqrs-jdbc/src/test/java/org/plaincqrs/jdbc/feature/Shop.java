package org.plaincqrs.jdbc.feature;

import java.util.UUID;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Storage;

/** The small domain of these tests: what a customer has bought for how much. */
final class Shop {
  record Bought(String customer, long cents) {}

  record Buy(UUID id, String customer, long cents) implements ICommand<Void> {
    Buy(String customer, long cents) {
      this(ICommand.newId(), customer, cents);
    }
  }

  record Spending(String customer, long cents, boolean good) {}

  static final Index<Spending, Boolean> GOOD = Index.of("good", Boolean.class, Spending::good);
  static final DocumentType<Spending, String> SPENDING =
      DocumentType.of("spending", Spending.class, String.class).indexedBy(GOOD);

  private Shop() {}

  static Projection<Spending, String> spendings() {
    return Projection.into(SPENDING)
        .on(
            Bought.class,
            Bought::customer,
            (spending, bought) -> {
              long cents = bought.cents() + (spending == null ? 0 : spending.cents());
              return new Spending(bought.customer(), cents, cents >= 1_000);
            })
        .build();
  }

  static CqrsBuilder on(Storage storage) {
    return Cqrs.on(storage)
        .events(Bought.class)
        .execute(
            Buy.class,
            (buy, work) ->
                work.append("customer-" + buy.customer(), new Bought(buy.customer(), buy.cents())));
  }
}
