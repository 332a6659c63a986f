package org.plaincqrs.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContendersTest {
  private interface Call {
    void run() throws Exception;
  }

  private static <P extends Publishing> P of(P contender) {
    contender.subscribers = 10;
    contender.build();
    return contender;
  }

  private static void assertThatAllHear(Publishing contender, Call publish) throws Exception {
    publish.run();
    publish.run();

    assertThat(contender.count()).as(contender.getClass().getSimpleName()).isEqualTo(20);
  }

  @Test
  void every_subscriber_of_every_contender_hears_of_every_event() throws Exception {
    HandWrittenEvents byHand = of(new HandWrittenEvents());
    assertThatAllHear(byHand, byHand::loop);
    OurEvents ours = of(new OurEvents());
    assertThatAllHear(ours, ours::publish);
    GuavaEvents guava = of(new GuavaEvents());
    assertThatAllHear(guava, guava::post);
    MbassadorEvents mbassador = of(new MbassadorEvents());
    assertThatAllHear(mbassador, mbassador::publish);
    SpringEvents spring = of(new SpringEvents());
    assertThatAllHear(spring, spring::multicast);
    AxonEvents axon = of(new AxonEvents());
    assertThatAllHear(axon, axon::publish);
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
