package org.plaincqrs.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.storage.DocumentType;

class ProjectionTest {
  record Row(String key) {}

  record Opened(String key) {}

  private static final DocumentType<Row, String> ROWS =
      DocumentType.of("rows", Row.class, String.class);

  @Test
  void a_projection_is_called_as_its_rows_and_names_its_events() {
    Projection<Row, String> projection =
        Projection.into(ROWS)
            .on(Opened.class, Opened::key, (row, opened) -> new Row(opened.key()))
            .build();

    assertThat(projection.name()).isEqualTo("rows");
    assertThat(projection.type()).isSameAs(ROWS);
    assertThat(projection.eventClasses()).containsExactly(Opened.class);
  }

  @Test
  void a_projection_without_events_is_refused() {
    assertThatThrownBy(() -> Projection.into(ROWS).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Projection 'rows' takes no event; add on(...).");
  }

  @Test
  void one_event_class_twice_is_refused() {
    Projection.Builder<Row, String> builder =
        Projection.into(ROWS).on(Opened.class, Opened::key, (row, opened) -> row);

    assertThatThrownBy(() -> builder.on(Opened.class, Opened::key, (row, opened) -> row))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Projection 'rows' says twice what happens on Opened; say it once.");
  }
}
