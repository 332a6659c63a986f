package org.plaincqrs.jdbc.codec;

import java.util.Objects;
import java.util.function.Consumer;
import org.plaincqrs.storage.PayloadLimits;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** How Jackson is set up; every line differs from its defaults. */
final class PayloadMappers {
  private PayloadMappers() {}

  static JsonMapper mapper(PayloadLimits limits, Consumer<JsonMapper.Builder> customisation) {
    // Jackson needs this class for every failure. Were it met first where the stack ends, it could
    // not be initialised there, and never again in this process.
    Objects.requireNonNull(TokenStreamLocation.NA);
    JsonMapper.Builder builder = JsonMapper.builder(factory(limits));
    values(builder);
    strictness(builder);
    customisation.accept(builder);
    AnnotationIntrospector annotations = builder.annotationIntrospector();
    return builder
        .annotationIntrospector(AnnotationIntrospector.pair(annotations, new PlainTypes()))
        .addModule(new NoClasses())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .deactivateDefaultTyping()
        .build();
  }

  /** The same, but with sets, maps and fields in a fixed order; it writes only. */
  static JsonMapper canonical(JsonMapper mapper) {
    JsonMapper[] self = new JsonMapper[1];
    SimpleModule sets = new SimpleModule("sets in order");
    sets.setSerializerModifier(
        new SetsInOrder(value -> self[0].writeValueAsString(self[0].valueToTree(value))));
    self[0] =
        mapper.rebuild().addModule(sets).enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
    return self[0];
  }

  /**
   * Writing is held to the limits. Reading is not, so that payloads of a time with larger limits
   * stay readable; only the depth is, since behind it lies the end of the stack.
   */
  private static JsonFactory factory(PayloadLimits limits) {
    return JsonFactory.builder()
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(limits.depth()).build())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .maxNestingDepth(Math.max(limits.depth(), PayloadLimits.DEFAULT.depth()))
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  /** What is written has all of the value: time zones, scales, enums by their names. */
  private static void values(JsonMapper.Builder builder) {
    builder
        .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
        .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
        .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  /** What would be changed silently can't be read. */
  private static void strictness(JsonMapper.Builder builder) {
    builder
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .withCoercionConfigDefaults(
            config ->
                config
                    .setAcceptBlankAsEmpty(false)
                    .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
  }
}
