package org.plaincqrs.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.Tag;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The texts in the rows, as someone writes them who knows what is in them. Thread-safe.
 *
 * @param events reads and writes payloads
 * @param commands writes commands
 */
record HandJson(ObjectWriter events, ObjectReader reader, ObjectWriter commands) {
  private static final String TAG_FRONT = "[[\"account\",\"";
  private static final String CORRELATION = "{\"correlationId\":\"";
  private static final String CAUSATION = "\",\"causationId\":\"";
  private static final int UUID_LENGTH = 36;

  static HandJson create() {
    JsonMapper mapper = JsonMapper.builder().build();
    return new HandJson(
        mapper.writerFor(Deposited.class),
        mapper.readerFor(Deposited.class),
        mapper.writerFor(MakeDeposit.class));
  }

  byte[] payload(Deposited event) {
    return events.writeValueAsBytes(event);
  }

  Deposited payload(byte[] bytes) {
    return reader.readValue(bytes);
  }

  byte[] tags(Tag tag) {
    return (TAG_FRONT + tag.value() + "\"]]").getBytes(UTF_8);
  }

  Set<Tag> tags(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return Set.of(Tag.of("account", text.substring(TAG_FRONT.length(), text.length() - 3)));
  }

  byte[] metadata(Metadata metadata) {
    return (CORRELATION + metadata.correlationId() + CAUSATION + metadata.causationId() + "\"}")
        .getBytes(UTF_8);
  }

  Metadata metadata(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    int correlation = CORRELATION.length();
    int causation = correlation + UUID_LENGTH + CAUSATION.length();
    return new Metadata(uuid(text, correlation), uuid(text, causation), null, null, Map.of());
  }

  private static UUID uuid(String text, int from) {
    return UUID.fromString(text.substring(from, from + UUID_LENGTH));
  }

  byte[] hash(MakeDeposit command) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(commands.writeValueAsBytes(command));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
