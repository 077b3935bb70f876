package io.petrel.alert;

import io.petrel.weather.Observation;
import io.petrel.weather.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Binds a Java record to a record of {@code schemas/alert.avsc}. {@link Name} gives the field of a
 * component; without it, the field has the component's name in snake case, without {@code Millis}.
 * The components of a record without its own field, such as {@link Message}, are fields of the
 * outer record; a nullable one is null when all of them are missing. All readers and writers of
 * alerts iterate over the parts, so a new field needs only a line of the schema and a component.
 *
 * <p>Thread-safe.
 */
public final class RecordShape {
  /** The shape of {@link Alert}. */
  public static final RecordShape ALERT = new RecordShape(Alert.class, schema());

  /** The field of a component whose name does not determine it. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  public @interface Name {
    String value();
  }

  /** The Java type of a part's values. */
  public enum Kind {
    /** String. */
    TEXT,
    /** Long: milliseconds since 1970 UTC; 0 = missing where the schema has null. */
    TIME,
    /** Integer, never negative. */
    INT,
    /** Long, never negative; 0 = missing where the schema has null. */
    LONG,
    /** Boolean. */
    FLAG,
    /** Double; NaN = missing. */
    NUMBER,
    /** An enum of Java: its symbol is the {@link CapCode#code()}, else the name. */
    ENUM,
    /** {@link Unit}; in the schema the text of its code. */
    UNIT,
    /** Map of strings. */
    TEXTS,
    /** A record with a shape of its own. */
    RECORD,
    /** A list of such records. */
    RECORDS,
    /** A list of {@link Observation}. */
    OBSERVATIONS
  }

  /**
   * A field of the schema.
   *
   * @param position in the schema, 0-based
   * @param isNullable whether the schema has null for a missing value
   * @param isOptional whether the schema has a default
   * @param constants of an enum, in the order of the schema's symbols
   * @param items shape of the records in it; null if there are none
   * @param path accessors from the outer record to the value
   */
  public record Part(
      int position,
      String name,
      Kind kind,
      boolean isNullable,
      boolean isOptional,
      List<Enum<?>> constants,
      @Nullable RecordShape items,
      List<Method> path) {
    /** The value in a record of the shape; null when missing. */
    public @Nullable Object of(Object record) {
      @Nullable Object value = record;
      for (Method accessor : path) {
        if (value == null) {
          return null;
        }
        value = invoke(accessor, value);
      }
      return isNullable && isAbsent(value) ? null : value;
    }

    private boolean isAbsent(@Nullable Object value) {
      return value == null
          || (kind == Kind.NUMBER && Double.isNaN((double) value))
          || ((kind == Kind.TIME || kind == Kind.LONG) && (long) value == 0);
    }

    /** The Java value for a missing one. */
    private @Nullable Object absent() {
      return switch (kind) {
        case TEXT -> isNullable ? null : "";
        case TIME, LONG -> 0L;
        case INT -> 0;
        case NUMBER -> Double.NaN;
        case FLAG -> false;
        case UNIT -> Unit.ONE;
        case ENUM -> constants.get(0);
        case TEXTS -> Map.of();
        case RECORDS, OBSERVATIONS -> List.of();
        case RECORD -> isNullable ? null : shape().make(new Object[shape().parts.size()]);
      };
    }

    /** The shape of the records in it. */
    public RecordShape shape() {
      if (items == null) {
        throw new IllegalStateException(name + " does not hold records");
      }
      return items;
    }
  }

  private final Schema schema;
  private final List<Part> parts;
  private final Maker maker;

  private RecordShape(Class<?> type, Schema schema) {
    Part[] found = new Part[schema.getFields().size()];
    this.schema = schema;
    this.maker = maker(type, List.of(), false, found);
    for (Schema.Field field : schema.getFields()) {
      if (found[field.pos()] == null) {
        throw new IllegalStateException(
            "%s has no component for '%s' of the schema".formatted(type.getName(), field.name()));
      }
    }
    this.parts = List.of(found);
  }

  public Schema avro() {
    return schema;
  }

  /** All parts, in the order of the schema. */
  public List<Part> parts() {
    return parts;
  }

  /**
   * The part of that name.
   *
   * @throws IllegalArgumentException if the schema has none
   */
  public Part part(String name) {
    Schema.Field field = schema.getField(name);
    if (field == null) {
      throw new IllegalArgumentException(
          "No field '%s' in %s".formatted(name, schema.getFullName()));
    }
    return parts.get(field.pos());
  }

  /**
   * Creates a record.
   *
   * @param values of all parts, by position; null = missing
   */
  public Object make(@Nullable Object[] values) {
    return Objects.requireNonNull(maker.make(parts, values));
  }

  /**
   * Creates a record from values by position, and from inner records without their own field.
   *
   * @param isOptional whether the record is null when all values are missing
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and read for each record.
  private record Maker(
      Constructor<?> constructor, int[] positions, @Nullable Maker[] inner, boolean isOptional) {
    @Nullable Object make(List<Part> parts, @Nullable Object[] values) {
      if (isOptional && Arrays.stream(positions).allMatch(i -> values[i] == null)) {
        return null;
      }
      @Nullable Object[] arguments = new Object[positions.length];
      for (int i = 0; i < positions.length; i++) {
        Maker made = inner[i];
        if (made != null) {
          arguments[i] = made.make(parts, values);
        } else {
          Object value = values[positions[i]];
          arguments[i] = value == null ? parts.get(positions[i]).absent() : value;
        }
      }
      try {
        return constructor.newInstance(arguments);
      } catch (ReflectiveOperationException e) {
        throw unwrapped(e);
      }
    }
  }

  private Maker maker(
      Class<?> type, List<Method> path, boolean isOptional, @Nullable Part[] found) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    int[] positions = new int[components.length];
    @Nullable Maker[] inner = new Maker[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      types[i] = component.getType();
      List<Method> there = new ArrayList<>(path);
      there.add(component.getAccessor());
      Schema.Field field = schema.getField(fieldName(component));
      boolean isInner = types[i].isRecord() && (field == null || !holdsRecord(field.schema()));
      if (field != null && !isInner) {
        positions[i] = field.pos();
        found[field.pos()] = part(field, component, there);
      } else if (isInner) {
        boolean canBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        inner[i] = maker(types[i], there, canBeNull, found);
      } else {
        throw new IllegalStateException(
            "the schema has no field for '%s' of %s".formatted(component.getName(), type));
      }
    }
    try {
      return new Maker(type.getConstructor(types), positions, inner, isOptional);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fieldName(RecordComponent component) {
    Name name = component.getAccessor().getAnnotation(Name.class);
    if (name != null) {
      return name.value();
    }
    String plain = component.getName().replaceFirst("Millis$", "");
    return plain.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static boolean holdsRecord(Schema type) {
    return type.getType() == Schema.Type.RECORD
        || (type.isUnion() && type.getTypes().get(1).getType() == Schema.Type.RECORD);
  }

  private static Part part(Schema.Field field, RecordComponent component, List<Method> path) {
    Schema type = field.schema();
    boolean isNullable = type.isUnion();
    if (isNullable) {
      type = type.getTypes().get(1);
    }
    Class<?> java = component.getType();
    if (type.getType() == Schema.Type.ARRAY) {
      type = type.getElementType();
      java =
          (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }
    Kind kind = kind(type, java, java != component.getType());
    boolean hasItems = kind == Kind.RECORD || kind == Kind.RECORDS;
    return new Part(
        field.pos(),
        field.name(),
        kind,
        isNullable,
        field.hasDefaultValue(),
        kind == Kind.ENUM ? constants(type, java) : List.of(),
        hasItems ? new RecordShape(java, type) : null,
        List.copyOf(path));
  }

  private static Kind kind(Schema type, Class<?> java, boolean isList) {
    return switch (type.getType()) {
      case STRING -> java == Unit.class ? Kind.UNIT : Kind.TEXT;
      case BOOLEAN -> Kind.FLAG;
      case LONG -> type.getLogicalType() == null ? Kind.LONG : Kind.TIME;
      case INT -> Kind.INT;
      case DOUBLE -> Kind.NUMBER;
      case ENUM -> Kind.ENUM;
      case MAP -> Kind.TEXTS;
      case RECORD -> {
        if (java == Observation.class) {
          yield Kind.OBSERVATIONS;
        }
        yield isList ? Kind.RECORDS : Kind.RECORD;
      }
      default ->
          throw new IllegalStateException("%s has no kind of part".formatted(type.getType()));
    };
  }

  private static List<Enum<?>> constants(Schema type, Class<?> java) {
    List<Enum<?>> constants = new ArrayList<>();
    for (String symbol : type.getEnumSymbols()) {
      for (Object constant : java.getEnumConstants()) {
        if (symbol((Enum<?>) constant).equals(symbol)) {
          constants.add((Enum<?>) constant);
        }
      }
    }
    if (constants.size() != type.getEnumSymbols().size()
        || constants.size() != java.getEnumConstants().length) {
      throw new IllegalStateException(
          "%s and the schema's %s differ".formatted(java, type.getEnumSymbols()));
    }
    return List.copyOf(constants);
  }

  /** A constant's spelling in the schema. */
  public static String symbol(Enum<?> constant) {
    if (constant instanceof Unit unit) {
      return unit.code();
    }
    return constant instanceof CapCode code ? code.code() : constant.name();
  }

  private static @Nullable Object invoke(Method accessor, @Nullable Object record) {
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(ReflectiveOperationException e) {
    return e instanceof InvocationTargetException && e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e);
  }

  private static Schema schema() {
    try (InputStream in = RecordShape.class.getResourceAsStream("/schemas/alert.avsc")) {
      if (in == null) {
        throw new IllegalStateException("/schemas/alert.avsc is not on the class path");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
