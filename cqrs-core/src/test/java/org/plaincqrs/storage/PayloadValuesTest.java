package org.plaincqrs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Limits, and the words of what is refused. */
class PayloadValuesTest {
  @Test
  void a_limit_is_told_with_its_value_and_what_was_found() {
    PayloadLimitException refused = new PayloadLimitException("shop.Added", "bytes", 8, 9);

    assertThat(refused)
        .hasMessage(
            "Payload shop.Added refused: 9 bytes, at most 8 are allowed. Store less in one"
                + " payload, or a reference to what is large.");
    assertThat(refused.limit()).isEqualTo("bytes");
    assertThat(refused.allowed()).isEqualTo(8);
    assertThat(refused.found()).isEqualTo(9);
  }

  @Test
  void what_can_not_be_written_is_told_with_its_class() {
    UnwritablePayloadException refused = new UnwritablePayloadException("shop.Added", "so.", null);

    assertThat(refused).hasMessage("Payload shop.Added can't be written: so.");
    assertThat(refused.payload()).isEqualTo("shop.Added");
  }

  @Test
  void what_can_not_be_read_is_told_with_its_place() {
    Exception cause = new Exception();
    UnreadablePayloadException unreadable = new UnreadablePayloadException("Damaged.", cause);

    UnreadablePayloadException event = unreadable.at("shop", 3, 7);
    UnreadablePayloadException document =
        unreadable.of(DocumentType.of("product", String.class, String.class), "p1");

    assertThat(event)
        .hasMessage("The event at position 7 (stream 'shop', version 3) can't be read. Damaged.")
        .hasCause(cause);
    assertThat(event.stream()).isEqualTo("shop");
    assertThat(event.version()).isEqualTo(3);
    assertThat(event.position()).isEqualTo(7);
    assertThat(event.getStackTrace()).isEqualTo(unreadable.getStackTrace());
    assertThat(document)
        .hasMessage("The document 'p1' of document type 'product' can't be read. Damaged.");
    assertThat(document.position()).isZero();
    assertThat(unreadable.at(null, 0, 1).stream()).isNull();
  }

  @Test
  void limits_below_1_are_refused() {
    assertThatThrownBy(() -> new PayloadLimits(1, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Payload limits of 1 bytes, depth 0, 1 digits, keys of 1 characters; each must be at"
                + " least 1.");
    assertThat(PayloadLimits.DEFAULT.withBytes(5).bytes()).isEqualTo(5);
  }
}
