package org.plaincqrs.jdbc.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.impl.StdTypeResolverBuilder;

/**
 * What Jackson asks annotations for, answered from the types themselves. Where the declared type is
 * sealed an id is written; a type with an annotation of its own is left alone, and so are enums
 * with bodies, which the compiler seals. A primitive component must be there when it is read.
 */
final class PlainTypes extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  static final String FIELD = "@type";

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
    Class<?> type = annotated.getRawType();
    return annotated instanceof AnnotatedClass
            && type.isSealed()
            && !isOfThePlatform(type)
            && !type.isEnum()
            && !annotated.hasAnnotation(JsonTypeInfo.class)
        ? new Resolver()
        : null;
  }

  /**
   * Jackson knows how those are written, and some of them are sealed on one JDK and not on another:
   * ZoneId, for example.
   */
  private static boolean isOfThePlatform(Class<?> type) {
    return type.getName().startsWith("java.");
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    boolean required = member.getRawType().isPrimitive() && member.getDeclaringClass().isRecord();
    return required ? true : null;
  }

  private static final class Resolver extends StdTypeResolverBuilder {
    private Resolver() {
      super(
          JsonTypeInfo.Value.construct(
              JsonTypeInfo.Id.CUSTOM, JsonTypeInfo.As.PROPERTY, FIELD, null, false, true, null),
          null);
    }

    @Override
    public StdTypeResolverBuilder init(
        JsonTypeInfo.@Nullable Value settings, @Nullable TypeIdResolver ids) {
      return this;
    }

    @Override
    public StdTypeResolverBuilder withDefaultImpl(Class<?> defaultImpl) {
      return this;
    }

    @Override
    protected TypeIdResolver idResolver(
        DatabindContext context,
        JavaType baseType,
        PolymorphicTypeValidator validator,
        Collection<NamedType> subtypes,
        boolean forWriting,
        boolean forReading) {
      return new SealedIds(baseType);
    }
  }
}
