package org.plaincqrs.examples.catalog.query;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.examples.catalog.domain.ItemsReceived;
import org.plaincqrs.examples.catalog.domain.ItemsShipped;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;

/** What went in and out of each product's stock: a view in parts, which several nodes share. */
public final class MovementsView {
  /** Into how many parts it is split. */
  public static final int PARTS = 12;

  /**
   * The movements of one product.
   *
   * @param count how often units came or went
   * @param received units that came in all
   * @param shipped units that went in all
   */
  public record Movements(long count, long received, long shipped) {
    private static final Movements NONE = new Movements(0, 0, 0);

    private static Movements received(@Nullable Movements before, int units) {
      Movements from = before == null ? NONE : before;
      return new Movements(from.count + 1, from.received + units, from.shipped);
    }

    private static Movements shipped(@Nullable Movements before, int units) {
      Movements from = before == null ? NONE : before;
      return new Movements(from.count + 1, from.received, from.shipped + units);
    }
  }

  /** The view. */
  public static final Projection<Movements, Integer> PROJECTION =
      Projection.into(DocumentType.of("movements", Movements.class, Integer.class))
          .parts(PARTS)
          .on(
              ItemsReceived.class,
              ItemsReceived::productId,
              (movements, received) -> Movements.received(movements, received.quantity()))
          .on(
              ItemsShipped.class,
              ItemsShipped::productId,
              (movements, shipped) -> Movements.shipped(movements, shipped.quantity()))
          .build();

  private MovementsView() {}
}
