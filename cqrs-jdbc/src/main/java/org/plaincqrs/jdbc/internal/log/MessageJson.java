package org.plaincqrs.jdbc.internal.log;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.Tag;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Tags and metadata as small JSON texts, in columns of their own: {@code [["colour","red"]]} and
 * {@code {"user":"ann","attributes":{"source":"web"}}}. Nothing at all is written as null.
 */
public final class MessageJson {
  private static final Set<String> TEXTS = Set.of("correlationId", "causationId", "user", "trace");

  private final JsonFactory json = new JsonFactory();

  /** The tags, in no order; null for none. */
  public byte @Nullable [] tags(Set<Tag> tags) {
    if (tags.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (JsonGenerator to = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(to, tags);
    }
    return bytes.toByteArray();
  }

  /** Tags as text, in their order. */
  public String tagText(Collection<Tag> tags) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = json.createGenerator(ObjectWriteContext.empty(), text)) {
      write(to, tags);
    }
    return text.toString();
  }

  /** Texts as the text of an array. */
  public String texts(Collection<String> texts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = json.createGenerator(ObjectWriteContext.empty(), text)) {
      to.writeStartArray();
      texts.forEach(to::writeString);
      to.writeEndArray();
    }
    return text.toString();
  }

  /** What {@link #texts(Collection)} has written. */
  public Set<String> texts(String array) {
    Set<String> texts = new LinkedHashSet<>();
    try (JsonParser from = json.createParser(ObjectReadContext.empty(), array)) {
      expect(from, JsonToken.START_ARRAY);
      while (from.nextToken() == JsonToken.VALUE_STRING) {
        texts.add(from.getString());
      }
      check(from, JsonToken.END_ARRAY);
      expectEnd(from);
    }
    return texts;
  }

  private static void write(JsonGenerator to, Collection<Tag> tags) {
    to.writeStartArray();
    for (Tag tag : tags) {
      to.writeStartArray();
      to.writeString(tag.key());
      to.writeString(tag.value());
      to.writeEndArray();
    }
    to.writeEndArray();
  }

  /** What {@link #tags(Set)} has written. */
  public Set<Tag> tags(byte @Nullable [] bytes) {
    if (bytes == null) {
      return Set.of();
    }
    Set<Tag> plain = plainTags(new PlainTexts(bytes));
    return plain != null ? plain : parsedTags(bytes);
  }

  private static @Nullable Set<Tag> plainTags(PlainTexts from) {
    if (!from.skip('[')) {
      return null;
    }
    List<Tag> tags = new ArrayList<>(4);
    do {
      String key = from.skip('[') ? from.text() : null;
      String value = key != null && from.skip(',') ? from.text() : null;
      if (key == null || value == null || !from.skip(']')) {
        return null;
      }
      tags.add(Tag.of(key, value));
    } while (from.skip(','));
    return from.skip(']') && from.isAtEnd() ? setOf(tags) : null;
  }

  private static Set<Tag> setOf(List<Tag> tags) {
    return tags.size() == 1 ? Set.of(tags.get(0)) : Set.copyOf(tags);
  }

  private Set<Tag> parsedTags(byte[] bytes) {
    Set<Tag> tags = new LinkedHashSet<>();
    try (JsonParser from = json.createParser(ObjectReadContext.empty(), bytes)) {
      expect(from, JsonToken.START_ARRAY);
      while (from.nextToken() == JsonToken.START_ARRAY) {
        tags.add(Tag.of(text(from), text(from)));
        expect(from, JsonToken.END_ARRAY);
      }
      check(from, JsonToken.END_ARRAY);
      expectEnd(from);
    }
    return Set.copyOf(tags);
  }

  /** The metadata; null when nothing is known. */
  public byte @Nullable [] metadata(Metadata metadata) {
    if (metadata.equals(Metadata.NONE)) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try (JsonGenerator to = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
      to.writeStartObject();
      write(to, "correlationId", metadata.correlationId());
      write(to, "causationId", metadata.causationId());
      write(to, "user", metadata.user());
      write(to, "trace", metadata.trace());
      if (!metadata.attributes().isEmpty()) {
        to.writeObjectPropertyStart("attributes");
        new TreeMap<>(metadata.attributes()).forEach((name, value) -> write(to, name, value));
        to.writeEndObject();
      }
      to.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator to, String name, @Nullable Object value) {
    if (value != null) {
      to.writeStringProperty(name, value.toString());
    }
  }

  /** What {@link #metadata(Metadata)} has written; names that it does not know are left out. */
  public Metadata metadata(byte @Nullable [] bytes) {
    if (bytes == null) {
      return Metadata.NONE;
    }
    Metadata plain = plainMetadata(new PlainTexts(bytes));
    return plain != null ? plain : parsedMetadata(bytes);
  }

  private static @Nullable Metadata plainMetadata(PlainTexts from) {
    if (!from.skip('{')) {
      return null;
    }
    UUID correlationId = null;
    UUID causationId = null;
    String user = null;
    String trace = null;
    do {
      String name = from.text();
      String value = name != null && from.skip(':') ? from.text() : null;
      if (name == null || value == null) {
        return null;
      }
      switch (name) {
        case "correlationId" -> correlationId = UUID.fromString(value);
        case "causationId" -> causationId = UUID.fromString(value);
        case "user" -> user = value;
        case "trace" -> trace = value;
        default -> {
          return null;
        }
      }
    } while (from.skip(','));
    return from.skip('}') && from.isAtEnd()
        ? new Metadata(correlationId, causationId, user, trace, Map.of())
        : null;
  }

  private Metadata parsedMetadata(byte[] bytes) {
    Map<String, String> texts = new HashMap<>();
    Map<String, String> attributes = new HashMap<>();
    try (JsonParser from = json.createParser(ObjectReadContext.empty(), bytes)) {
      expect(from, JsonToken.START_OBJECT);
      for (String name = from.nextName(); name != null; name = from.nextName()) {
        if (name.equals("attributes")) {
          expect(from, JsonToken.START_OBJECT);
          readAttributes(from, attributes);
        } else if (TEXTS.contains(name)) {
          texts.put(name, text(from));
        } else {
          from.nextToken();
          from.skipChildren();
        }
      }
      check(from, JsonToken.END_OBJECT);
      expectEnd(from);
    }
    return new Metadata(
        uuid(texts.get("correlationId")),
        uuid(texts.get("causationId")),
        texts.get("user"),
        texts.get("trace"),
        attributes);
  }

  private static void readAttributes(JsonParser from, Map<String, String> attributes) {
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      attributes.put(name, text(from));
    }
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    return text == null ? null : UUID.fromString(text);
  }

  private static String text(JsonParser from) {
    expect(from, JsonToken.VALUE_STRING);
    return from.getString();
  }

  private static void expect(JsonParser from, JsonToken token) {
    from.nextToken();
    check(from, token);
  }

  private static void expectEnd(JsonParser from) {
    if (from.nextToken() != null) {
      throw new IllegalArgumentException(
          "expected the end at " + from.currentTokenLocation().offsetDescription());
    }
  }

  private static void check(JsonParser from, JsonToken token) {
    if (from.currentToken() != token) {
      throw new IllegalArgumentException(
          "expected " + token + " at " + from.currentTokenLocation().offsetDescription());
    }
  }
}
