package org.plaincqrs.jdbc.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/**
 * The ids of one sealed hierarchy, and the only classes that can come of them: those that it
 * permits. Nothing is ever looked up by a class name.
 */
final class SealedIds extends TypeIdResolverBase {
  private static final long serialVersionUID = 1L;

  private final Map<Class<?>, String> ids = new HashMap<>();
  private final Map<String, Class<?>> classes = new HashMap<>();

  SealedIds(JavaType baseType) {
    super(baseType);
    permit(baseType.getRawClass());
  }

  private void permit(Class<?> type) {
    if (type.isEnum() || !(type.isInterface() || Modifier.isAbstract(type.getModifiers()))) {
      add(type);
    }
    Class<?> @Nullable [] permitted = type.getPermittedSubclasses();
    if (permitted != null && !type.isEnum()) {
      for (Class<?> each : permitted) {
        permit(each);
      }
    }
  }

  private void add(Class<?> type) {
    String id = StableNames.of(type);
    Class<?> other = classes.putIfAbsent(id, type);
    if (other != null && other != type) {
      throw new PayloadFailures.Refusal(
          "In the sealed "
              + _baseType.getRawClass().getName()
              + " both "
              + other.getName()
              + " and "
              + type.getName()
              + " are called '"
              + id
              + "'; rename one of them, or give it another name by @EventName.");
    }
    ids.put(type, id);
  }

  @Override
  public String idFromValue(DatabindContext context, Object value) {
    return idFromValueAndType(context, value, value.getClass());
  }

  @Override
  public String idFromValueAndType(
      DatabindContext context, @Nullable Object value, Class<?> suggested) {
    String id =
        ids.get(value instanceof Enum<?> constant ? constant.getDeclaringClass() : suggested);
    if (id == null) {
      throw new PayloadFailures.Refusal(
          suggested.getName()
              + " is not permitted by the sealed "
              + _baseType.getRawClass().getName()
              + " itself; only those classes can be read back: "
              + getDescForKnownTypeIds()
              + ".");
    }
    return id;
  }

  /** Null stands for an id that is not permitted, which Jackson refuses. */
  @Override
  public @Nullable JavaType typeFromId(DatabindContext context, String id) {
    Class<?> type = classes.get(id);
    return type == null ? null : context.constructSpecializedType(_baseType, type);
  }

  @Override
  public String getDescForKnownTypeIds() {
    return String.join(", ", new TreeSet<>(classes.keySet()));
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
