package org.plaincqrs.jdbc.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Refuses a class as a value: Jackson would load it by the stored name. */
final class NoClasses extends SimpleModule {
  private static final long serialVersionUID = 1L;
  private static final String NO_CLASSES =
      "a class is no value to store, since reading it would load whatever name is stored; store a"
          + " name of your own.";

  @SuppressWarnings({"unchecked", "rawtypes"}) // there is no other Class<Class<?>>
  NoClasses() {
    addSerializer((Class) Class.class, new ClassRefused());
    addKeySerializer((Class) Class.class, new ClassRefused());
    addDeserializer((Class) Class.class, new NamedClassRefused());
    addKeyDeserializer(Class.class, new NamedClassKeyRefused());
  }

  private static final class ClassRefused extends ValueSerializer<Class<?>> {
    @Override
    public void serialize(Class<?> value, JsonGenerator out, SerializationContext context) {
      throw new PayloadFailures.Refusal(NO_CLASSES);
    }
  }

  private static final class NamedClassRefused extends ValueDeserializer<Class<?>> {
    @Override
    public Class<?> deserialize(JsonParser in, DeserializationContext context) {
      throw new PayloadFailures.Refusal(NO_CLASSES);
    }
  }

  private static final class NamedClassKeyRefused extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      throw new PayloadFailures.Refusal(NO_CLASSES);
    }
  }
}
