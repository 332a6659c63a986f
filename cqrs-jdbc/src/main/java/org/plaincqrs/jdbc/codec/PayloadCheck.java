package org.plaincqrs.jdbc.codec;

import java.lang.reflect.Type;
import org.plaincqrs.storage.PayloadLimitException;
import org.plaincqrs.storage.PayloadLimits;
import org.plaincqrs.storage.UnwritablePayloadException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether encoded bytes keep the limits. The depth is watched by Jackson while it writes. Numbers
 * and keys over their limits need a payload that is longer than the limits, so only then its tokens
 * are walked.
 */
final class PayloadCheck {
  private static final String HALF_SURROGATE =
      "a text in it has half of a surrogate pair, which is no character and would not be read back"
          + " everywhere; cut texts between characters, not between chars.";

  private final PayloadLimits limits;
  private final JsonMapper mapper;
  private final int walkedFrom;

  PayloadCheck(PayloadLimits limits, JsonMapper mapper) {
    this.limits = limits;
    this.mapper = mapper;
    walkedFrom = Math.min(limits.digits(), limits.keyCharacters());
  }

  byte[] check(Type type, byte[] bytes) {
    String payload = type.getTypeName();
    if (bytes.length > limits.bytes()) {
      throw new PayloadLimitException(payload, "bytes", limits.bytes(), bytes.length);
    }
    if (hasEscapedSurrogate(bytes)) {
      throw new UnwritablePayloadException(payload, HALF_SURROGATE, null);
    }
    if (bytes.length > walkedFrom) {
      walk(payload, bytes);
    }
    return bytes;
  }

  private void walk(String payload, byte[] bytes) {
    try (JsonParser parser = mapper.createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          checkAtMost(
              payload,
              "characters in a key",
              limits.keyCharacters(),
              parser.currentName().length());
        } else if (token.isNumeric()) {
          checkAtMost(payload, "digits in a number", limits.digits(), digits(parser.getString()));
        }
      }
    }
  }

  private static void checkAtMost(String payload, String limit, long allowed, long found) {
    if (found > allowed) {
      throw new PayloadLimitException(payload, limit, allowed, found);
    }
  }

  private static long digits(String number) {
    return number.chars().filter(c -> c >= '0' && c <= '9').count();
  }

  /**
   * Jackson escapes nothing else that begins with D8 to DF: whole pairs are written as UTF-8. A
   * backslash stands nowhere but before what it escapes.
   */
  private static boolean hasEscapedSurrogate(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\') {
        i++;
        if (bytes[i] == 'u' && (bytes[i + 1] | 0x20) == 'd' && bytes[i + 2] >= '8') {
          return true;
        }
      }
    }
    return false;
  }
}
