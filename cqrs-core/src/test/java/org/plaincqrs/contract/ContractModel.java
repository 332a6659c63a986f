package org.plaincqrs.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;

/** What the kit stores. */
public final class ContractModel {
  /** A document with one value of every type that an index may have. */
  public record Person(
      String name, @Nullable Integer age, @Nullable Long number, @Nullable Boolean active) {
    /** Only a name. */
    public static Person named(String name) {
      return new Person(name, null, null, null);
    }
  }

  /** What an inline projection and a follower count. */
  public record Counter(long count) {}

  /** A command. */
  public record Greet(String whom) {}

  /** Another command, with equal components. */
  public record Dismiss(String whom) {}

  /** What a handler returns. */
  public record Greeting(String text) {}

  /** A command whose sets and maps may come in any order. */
  public record Order(Set<String> labels, Map<String, Integer> items, Set<Color> colors) {}

  /** A command that is equal to none but itself, though another may say the same. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Upload(int[] pages) {}

  /** What is in an {@link Order}. */
  public enum Color {
    RED,
    GREEN,
    BLUE
  }

  /** A sealed answer, and a sealed document. */
  public sealed interface Outcome {}

  /** All went well. */
  public record Accepted(int count) implements Outcome {}

  /** It did not. */
  public record Rejected(String why) implements Outcome {}

  /** The name of a document of {@link #FRAGILE} that can't be indexed. */
  public static final String UNINDEXABLE = "unindexable";

  public static final Index<Person, String> BY_NAME = Index.of("name", String.class, Person::name);
  public static final Index<Person, Integer> BY_AGE = Index.of("age", Integer.class, Person::age);
  public static final Index<Person, Long> BY_NUMBER =
      Index.of("number", Long.class, Person::number);
  public static final Index<Person, Boolean> BY_ACTIVE =
      Index.of("active", Boolean.class, Person::active);

  public static final DocumentType<Person, String> PLAIN_PEOPLE =
      DocumentType.of("person", Person.class, String.class);
  public static final DocumentType<Person, String> PEOPLE =
      PLAIN_PEOPLE.indexedBy(BY_NAME).indexedBy(BY_AGE).indexedBy(BY_NUMBER).indexedBy(BY_ACTIVE);
  public static final DocumentType<Person, String> FRAGILE =
      DocumentType.of("fragile", Person.class, String.class)
          .indexedBy(Index.of("name", String.class, ContractModel::nameOrFailure));
  public static final DocumentType<Counter, String> COUNTERS =
      DocumentType.of("counter", Counter.class, String.class);

  public static final DocumentType<Outcome, String> OUTCOMES =
      DocumentType.of("outcome", Outcome.class, String.class);

  static final EventTypes EVENTS = EventTypes.builder().add(ContractEvent.class).build();
  static final List<DocumentType<?, ?>> DOCUMENTS = List.of(PEOPLE, FRAGILE, COUNTERS, OUTCOMES);

  private ContractModel() {}

  static String nameOrFailure(Person person) {
    if (person.name().equals(UNINDEXABLE)) {
      throw new IllegalStateException("This index refuses.");
    }
    return person.name();
  }
}
