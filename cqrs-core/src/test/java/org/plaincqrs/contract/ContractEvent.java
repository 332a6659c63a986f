package org.plaincqrs.contract;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventName;

/** The events of the kit; plain enough for every codec. */
public sealed interface ContractEvent {
  /** A name and revision of its own: by its class it would be found under neither. */
  @EventName(value = "account-opened", revision = 3)
  record Opened(String owner) implements ContractEvent {}

  /** Under its simple name. */
  record Deposited(int amount) implements ContractEvent {}

  /** Any text. */
  record Noted(String text) implements ContractEvent {}

  /** Nested as deep as one likes. */
  record Nested(@Nullable Nested inner) implements ContractEvent {}

  /** Numbers and keys as long as one likes. */
  record Measured(Map<String, BigDecimal> values) implements ContractEvent {}

  /** A component of every kind that needs care. */
  record Surveyed(
      Instant at,
      Duration took,
      BigDecimal area,
      Optional<String> remark,
      Shape plot,
      List<Shape> buildings,
      Set<String> owners,
      Map<String, Integer> counts,
      UUID surveyor,
      @Nullable String nothing)
      implements ContractEvent {}

  /** A sealed type inside events. */
  sealed interface Shape {}

  /** A round one. */
  record Circle(double radius) implements Shape {}

  /** One with another inside. */
  record Frame(Shape inner, int width) implements Shape {}
}
