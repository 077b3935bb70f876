package io.petrel.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.alert.detection.Detection;
import io.petrel.weather.Observation;
import io.petrel.wire.RandomValues;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every codec, of whatever value: a new one is tested as soon as it is there. */
@Timeout(60)
class CodecPropertiesTest {
  private static final int CASES = 60;

  static Stream<Codec<?>> codecs() {
    return AllCodecs.find().stream();
  }

  @Test
  void idsAreUniqueAndWellFormed() {
    List<String> ids = codecs().<String>map(Codec::id).toList();
    assertThat(ids)
        .hasSizeGreaterThan(20)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z0-9-]{1,32}"))
        .doesNotContain("station"); // A station's own format, in detect.
    assertThat(codecs()).allMatch(codec -> codec.version() >= 1 && codec.version() <= 255);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  <T> void readsWhatItWrote(Codec<T> codec) {
    RandomValues.forAll(
        CASES,
        random -> {
          T value = new Values(random).of(codec);
          byte[] bytes = codec.toBytes(value);
          assertThat(read(codec, bytes)).isEqualTo(value);
          assertThat(codec.toBytes(value)).as("equal values give equal bytes").isEqualTo(bytes);
        });
  }

  /** Whatever comes of it, it is a value or a clear fault, soon and without much memory. */
  @ParameterizedTest
  @MethodSource("codecs")
  <T> void damagedBytesAreAFaultAndNoDisaster(Codec<T> codec) {
    long before = allocatedBytes();
    RandomValues.forAll(
        CASES,
        random -> {
          byte[] bytes = codec.toBytes(new Values(random).of(codec));
          byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
          assertThatThrownBy(() -> codec.fromBytes(cut)).isInstanceOf(IOException.class);
          for (int i = 0; i < 20; i++) {
            byte[] flipped = bytes.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
              flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
              assertThat(codec.fromBytes(flipped)).isNotNull();
            } catch (IOException e) {
              assertThat(e)
                  .satisfiesAnyOf(
                      fault -> assertThat(fault).isInstanceOf(java.io.EOFException.class),
                      fault -> assertThat(fault.getMessage()).isNotBlank());
            }
          }
        });
    assertThat(allocatedBytes() - before).as("bytes allocated").isLessThan(2_000_000_000L);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  <T> void aNewerVersionIsRefusedByName(Codec<T> codec) {
    byte[] bytes = codec.toBytes(new Values(new SplittableRandom(1)).of(codec));
    bytes[1 + codec.id().length()] = (byte) (codec.version() + 2);
    assertThatThrownBy(() -> codec.fromBytes(bytes))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "written by a newer Petrel: %s version %d, this release reads up to %d",
            codec.id(), codec.version() + 2, codec.version());
  }

  @ParameterizedTest
  @MethodSource("codecs")
  <T> void doesNotTravelIntoStateByItself(Codec<T> codec) {
    assertThatThrownBy(() -> new CodecSerializer<>(codec).snapshotConfiguration())
        .hasMessageContaining(codec.id());
  }

  private static <T> T read(Codec<T> codec, byte[] bytes) {
    try {
      return codec.fromBytes(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** Random values of records, by the types of their components. */
  private static final class Values {
    private final SplittableRandom random;

    Values(SplittableRandom random) {
      this.random = random;
    }

    @SuppressWarnings("unchecked")
    <T> T of(Codec<T> codec) {
      return (T)
          switch (codec.id()) {
            case "detections" -> many(Detection.class);
            case "ledger-inputs" -> many(type("io.petrel.incident.PlaceLedger$Input"));
            default -> of(codec.type());
          };
    }

    private static Class<?> type(String name) {
      try {
        return Class.forName(name);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }

    private Object of(Type type) {
      if (type instanceof ParameterizedType generic) {
        Type item = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
        if (generic.getRawType() == Map.class) {
          Map<Object, Object> map = new HashMap<>();
          many(generic.getActualTypeArguments()[0]).forEach(key -> map.put(key, of(item)));
          return map;
        }
        return generic.getRawType() == Set.class ? new HashSet<>(many(item)) : many(item);
      }
      Class<?> raw = (Class<?>) type;
      if (raw == Observation.class) {
        return new RandomValues(random).observation();
      } else if (raw == String.class) {
        return text();
      } else if (raw == long.class || raw == Long.class) {
        return random.nextInt(4) == 0 ? random.nextLong() : random.nextLong(1, 1L << 42);
      } else if (raw == int.class || raw == Integer.class) {
        return random.nextInt(1000);
      } else if (raw == double.class || raw == Double.class) {
        return random.nextInt(4) == 0 ? Double.NaN : random.nextDouble(-1000, 1000);
      } else if (raw == boolean.class || raw == Boolean.class) {
        return random.nextBoolean();
      } else if (raw == byte[].class) {
        byte[] bytes = new byte[random.nextInt(3000)];
        random.nextBytes(bytes);
        return bytes;
      } else if (raw.isEnum()) {
        return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
      } else if (raw.isSealed()) {
        return of(
            raw.getPermittedSubclasses()[random.nextInt(raw.getPermittedSubclasses().length)]);
      }
      assertThat(raw.isRecord()).as("no random values of %s", raw).isTrue();
      return record(raw);
    }

    private Object record(Class<?> type) {
      try {
        Constructor<?> constructor =
            type.getDeclaredConstructor(
                Stream.of(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        for (int tries = 0; ; tries++) {
          try {
            return constructor.newInstance(
                Stream.of(type.getRecordComponents()).map(this::component).toArray());
          } catch (InvocationTargetException e) {
            boolean refused = e.getCause() instanceof IllegalArgumentException;
            assertThat(refused && tries < 100).as("%s: %s", type, e.getCause()).isTrue();
          }
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private @Nullable Object component(RecordComponent component) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      return nullable && random.nextBoolean() ? null : of(component.getGenericType());
    }

    private List<Object> many(Type type) {
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(of(type));
      }
      return values;
    }

    private String text() {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40) == 0 ? 5000 : random.nextInt(12);
      while (text.length() < length) {
        text.appendCodePoint("abZ09 :\n\"äЖ中".codePointAt(random.nextInt(12)));
      }
      return text.toString();
    }
  }
}
