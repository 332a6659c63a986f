package org.plaincqrs.jdbc.codec;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdConvertingSerializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.Converter;

/** Writes every set as the list of its elements in the order of their own canonical texts. */
final class SetsInOrder extends ValueSerializerModifier {
  private static final long serialVersionUID = 1L;

  private final transient Function<Object, String> canonicalText;

  SetsInOrder(Function<Object, String> canonicalText) {
    this.canonicalText = canonicalText;
  }

  @Override
  public ValueSerializer<?> modifyCollectionSerializer(
      SerializationConfig config,
      CollectionType type,
      BeanDescription.Supplier description,
      ValueSerializer<?> serializer) {
    if (!Set.class.isAssignableFrom(type.getRawClass())) {
      return serializer;
    }
    JavaType list =
        config.getTypeFactory().constructCollectionType(List.class, type.getContentType());
    return new StdConvertingSerializer(new Ordered(type, list), list, null, null);
  }

  private final class Ordered implements Converter<Object, Object> {
    private final JavaType set;
    private final JavaType list;

    private Ordered(JavaType set, JavaType list) {
      this.set = set;
      this.list = list;
    }

    @Override
    public Object convert(SerializationContext context, Object elements) {
      return ((Set<?>) elements)
          .stream().sorted(Comparator.comparing(SetsInOrder.this::orderOf)).toList();
    }

    @Override
    public Object convert(DeserializationContext context, Object elements) {
      throw new UnsupportedOperationException("Canonical bytes are never read.");
    }

    @Override
    public JavaType getInputType(TypeFactory types) {
      return set;
    }

    @Override
    public JavaType getOutputType(TypeFactory types) {
      return list;
    }
  }

  private String orderOf(@Nullable Object element) {
    return element == null
        ? "null"
        : canonicalText.apply(element) + " " + StableNames.of(element.getClass());
  }
}
