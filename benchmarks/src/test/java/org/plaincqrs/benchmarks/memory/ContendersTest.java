package org.plaincqrs.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.EventPage;

class ContendersTest {
  private static <L extends Loading> L of(L contender) {
    contender.length = 10;
    contender.others = 1_005;
    contender.fill();
    return contender;
  }

  @Test
  void every_contender_loads_the_whole_stream_and_nothing_else() {
    assertThat((Collection<?>) of(new CopyList()).copy()).hasSize(10);
    assertThat((Collection<?>) of(new AxonLoading()).readEvents()).hasSize(10);
    EventPage page = (EventPage) of(new OurLoading()).readStream();
    assertThat(page.events()).hasSize(10).allMatch(e -> Loading.STREAM.equals(e.stream()));
  }

  @Test
  void the_stream_lies_evenly_among_the_others() {
    OurStore store = new OurStore();
    Loading loading =
        of(
            new Loading() {
              @Override
              void append(String stream, long before, List<Deposited> events) {
                store.append(stream, before, events);
              }
            });

    List<Long> positions =
        store.log().readStream(Loading.STREAM, 0, loading.length).events().stream()
            .map(event -> event.position())
            .toList();

    assertThat(store.log().head()).isEqualTo(1_015);
    assertThat(positions).startsWith(1L, 102L, 204L).endsWith(914L);
  }

  @Test
  void an_append_at_another_version_is_refused() {
    OurStore ours = new OurStore();
    TwoLists lists = new TwoLists();
    List<String> events = List.of("a", "b");
    lists.append("stream", 0, events);
    lists.append("stream", "c");
    ours.append("stream", 0, List.of(new Deposited("a", 1)));

    assertThat(lists.size()).isEqualTo(3);
    assertThatThrownBy(() -> lists.append("stream", 2, events)).hasMessageContaining("version 3");
    assertThatThrownBy(() -> ours.append("stream", 0, List.of(new Deposited("a", 1))))
        .hasMessageContaining("Conflict");
  }

  @Test
  void an_append_behind_an_event_of_its_tag_is_refused() {
    OurStore store = new OurStore();
    Tag tag = Tag.of("account", "1");
    long position = store.appendTagged(tag, new Deposited("a", 1));

    store.appendTaggedSince(tag, new Deposited("a", 1), position);

    assertThat(store.log().read(EventQuery.tags(tag), 0, 10).events()).hasSize(2);
    assertThatThrownBy(() -> store.appendTaggedSince(tag, new Deposited("a", 1), position))
        .hasMessageContaining("Conflict");
  }
}
