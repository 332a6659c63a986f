package org.plaincqrs.jdbc.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.StoredType;
import org.plaincqrs.event.StoredUpcaster;
import org.plaincqrs.event.UnknownEventTypeException;
import org.plaincqrs.jdbc.codec.PayloadFailures.Remedy;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.storage.PayloadLimitException;
import org.plaincqrs.storage.PayloadLimits;
import org.plaincqrs.storage.UnreadablePayloadException;
import org.plaincqrs.storage.UnwritablePayloadException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Payloads as JSON in UTF-8. Records with components of the usual kinds need no annotation: text,
 * numbers, enums by their names, java.time in ISO 8601, UUID, byte[], Optional, other records,
 * collections, maps, and sealed types, whose values say by a field {@code "@type"} which permitted
 * class they are. Immutable and thread-safe.
 *
 * <p>Reading is strict where a mistake would change a value, and open where programs of different
 * age share a log:
 *
 * <ul>
 *   <li>Fields that the class does not have are ignored: a newer program's event must not stop an
 *       older one.
 *   <li>A missing primitive can't be read; a silent 0 would be a wrong fact. {@link JsonUpcaster}
 *       gives it a default. Other missing components are null, or Optional.empty().
 *   <li>A field twice, a fraction or a text for a whole number, an enum's number, and anything
 *       behind the payload can't be read.
 *   <li>No class is loaded by a stored name, and a component of type Class is refused.
 * </ul>
 *
 * <p>Every payload is read back before it is accepted, so that nothing comes into the log that
 * could only be written. Each, since the first of its class may hold a null, an empty list or
 * another class where a later one holds what can't be read.
 */
public final class JacksonCodec implements PayloadCodec {
  /** How one type is written and read. */
  private record Form(ObjectWriter writer, ObjectReader reader) {}

  private final PayloadLimits limits;
  private final JsonMapper mapper;
  private final JsonMapper canonical;
  private final PayloadCheck check;
  private final Map<Type, Form> forms = new ConcurrentHashMap<>();

  /** The codec with {@link PayloadLimits#DEFAULT}. */
  public JacksonCodec() {
    this(PayloadLimits.DEFAULT);
  }

  /** The codec with other limits. */
  public JacksonCodec(PayloadLimits limits) {
    this(limits, builder -> {});
  }

  /**
   * The codec with a mapper that was customised, for example by a module for classes of one's own.
   * Limits, the refusal of fields that come twice, and that there is no default typing stay as they
   * are.
   */
  public JacksonCodec(PayloadLimits limits, Consumer<JsonMapper.Builder> customisation) {
    this.limits = limits;
    mapper = PayloadMappers.mapper(limits, customisation);
    canonical = PayloadMappers.canonical(mapper);
    check = new PayloadCheck(limits, mapper);
  }

  @Override
  public byte[] encode(Object value, Type type) {
    byte[] bytes = written(type, () -> form(type).writer.writeValueAsBytes(value));
    try {
      read(bytes, type, Remedy.CLASS);
    } catch (UnreadablePayloadException e) {
      throw new UnwritablePayloadException(
          type.getTypeName(), "it could not be read back. " + e.getMessage(), e);
    }
    return bytes;
  }

  @Override
  public byte[] canonical(Object value) {
    Class<?> type = value.getClass();
    byte[] json =
        written(type, () -> canonical.writeValueAsBytes(canonical.<JsonNode>valueToTree(value)));
    byte[] name = StableNames.of(type).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(name, name.length + json.length);
    System.arraycopy(json, 0, bytes, name.length, json.length);
    return bytes;
  }

  private byte[] written(Type type, Supplier<byte[]> writing) {
    try {
      return check.check(type, writing.get());
    } catch (StreamConstraintsException e) {
      // The only constraint of writing. Counting ended one behind it.
      throw new PayloadLimitException(
          type.getTypeName(), "levels of nesting", limits.depth(), limits.depth() + 1L);
    } catch (JacksonException | PayloadFailures.Refusal | IllegalArgumentException e) {
      throw PayloadFailures.unwritable(type, e);
    } catch (StackOverflowError e) {
      throw PayloadFailures.tooDeepToWrite(type, e);
    }
  }

  @Override
  public Object decode(byte[] bytes, Type type) {
    return read(bytes, type, Remedy.DOCUMENT);
  }

  private Object read(byte[] bytes, Type type, Remedy remedy) {
    return read(type.getTypeName(), remedy, () -> form(type).reader.readValue(bytes));
  }

  @Override
  public List<Object> decodeEvent(String name, int revision, byte[] bytes, EventTypes types) {
    StoredUpcaster upcaster = types.storedUpcaster(name, revision);
    if (upcaster == null) {
      return List.of(read(bytes, types.named(name, revision).payload(), Remedy.EVENT));
    }
    List<Object> payloads = new ArrayList<>();
    String what = "event type '" + name + "' revision " + revision;
    upcast(upcaster, tree(what, bytes), types, payloads);
    return payloads;
  }

  private ObjectNode tree(String what, byte[] bytes) {
    if (read(what, Remedy.EVENT, () -> mapper.readTree(bytes)) instanceof ObjectNode object) {
      return object;
    }
    throw PayloadFailures.notAn("JSON object", what, Remedy.EVENT);
  }

  private void upcast(
      StoredUpcaster upcaster, ObjectNode json, EventTypes types, List<Object> payloads) {
    for (JsonEvent event : applied(upcaster, json)) {
      StoredType to = event.type();
      if (!upcaster.targets().contains(to)) {
        throw new UnknownEventTypeException(
            "The "
                + upcaster
                + " returned event type "
                + to
                + ", which it did not declare; name it among its targets.");
      }
      StoredUpcaster next = types.storedUpcaster(to.name(), to.revision());
      if (next != null) {
        upcast(next, event.payload(), types, payloads);
      } else {
        Type type = types.named(to.name(), to.revision()).payload();
        payloads.add(
            read(
                type.getTypeName(),
                Remedy.EVENT,
                () -> form(type).reader.<Object>readValue(event.payload())));
      }
    }
  }

  private static List<JsonEvent> applied(StoredUpcaster upcaster, ObjectNode json) {
    if (!(upcaster instanceof JsonUpcaster known)) {
      throw new ConfigurationException(
          "The stored upcaster of event type '"
              + upcaster.name()
              + "' revision "
              + upcaster.revision()
              + " is a "
              + upcaster.getClass().getName()
              + ", which does not change JSON; register a JsonUpcaster.");
    }
    try {
      return List.copyOf(known.upcast(json));
    } catch (RuntimeException e) {
      throw new UnreadablePayloadException(
          "The "
              + upcaster
              + " failed: "
              + e.getMessage()
              + " Correct it, the event is as it was recorded.",
          e);
    }
  }

  private static Object read(String what, Remedy remedy, Supplier<@Nullable Object> reading) {
    Object value;
    try {
      value = reading.get();
    } catch (JacksonException | PayloadFailures.Refusal | IllegalArgumentException e) {
      throw PayloadFailures.unreadable(what, remedy, e);
    } catch (StackOverflowError e) {
      throw PayloadFailures.tooDeepToRead(what, e);
    }
    if (value == null) {
      throw PayloadFailures.notAn("value but null", what, remedy);
    }
    return value;
  }

  private Form form(Type type) {
    Form form = forms.get(type);
    return form != null ? form : forms.computeIfAbsent(type, this::newForm);
  }

  private Form newForm(Type type) {
    JavaType javaType = mapper.constructType(type);
    return new Form(mapper.writerFor(javaType), mapper.readerFor(javaType));
  }
}
