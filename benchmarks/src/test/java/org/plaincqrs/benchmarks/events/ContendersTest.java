package org.plaincqrs.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContendersTest {
  private interface Call {
    void run() throws Exception;
  }

  private static <P extends Publishing> P of(String subscribers, P contender) {
    contender.subscribers = subscribers;
    contender.build();
    return contender;
  }

  private static void assertThatAllHear(Publishing contender, Call publish) throws Exception {
    publish.run();
    publish.run();

    assertThat(contender.count()).as(contender.getClass().getSimpleName()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", Publishing.TEN_CLASSES})
  void every_subscriber_of_every_contender_hears_of_every_event(String subscribers)
      throws Exception {
    HandWrittenEvents byHand = of(subscribers, new HandWrittenEvents());
    assertThatAllHear(byHand, byHand::loop);
    OurEvents ours = of(subscribers, new OurEvents());
    assertThatAllHear(ours, ours::publish);
    GuavaEvents guava = of(subscribers, new GuavaEvents());
    assertThatAllHear(guava, guava::post);
    MbassadorEvents mbassador = of(subscribers, new MbassadorEvents());
    assertThatAllHear(mbassador, mbassador::publish);
    SpringEvents spring = of(subscribers, new SpringEvents());
    assertThatAllHear(spring, spring::multicast);
    AxonEvents axon = of(subscribers, new AxonEvents());
    assertThatAllHear(axon, axon::publish);
  }

  @Test
  void subscribers_of_a_class_each_are_of_different_classes() {
    assertThat(Counter.ofAClassEach(10).stream().map(Object::getClass).distinct()).hasSize(10);
  }

  @Test
  void what_is_handed_off_has_arrived_when_the_call_is_done() throws Exception {
    HandOff handOff = new HandOff();
    handOff.start();

    handOff.executor();
    handOff.busOnExecutor();
    handOff.arrayBlockingQueue();
    handOff.spscQueue();
    handOff.mpscQueue();

    assertThat(handOff.count()).isEqualTo(500_000);
    handOff.stop();
  }
}
