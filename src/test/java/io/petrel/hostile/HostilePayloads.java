package io.petrel.hostile;

import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.wire.avro.ObservationAvro;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What an enemy, a broken station or a program of another kind may put on the observations topic,
 * the same for the same seed.
 */
final class HostilePayloads {
  /** The id of the current schema at the registry that the payloads are written for. */
  static final int SCHEMA_ID = 7;

  private static final int TEN_MEGABYTES = 10 << 20;

  /** What the decoder must say. */
  enum Expected {
    OBSERVATION,
    REJECTED,
    EITHER
  }

  /** A record's value. */
  record Payload(byte @Nullable [] value, Expected expected) {
    static Payload observation(byte[] value) {
      return new Payload(value, Expected.OBSERVATION);
    }

    static Payload rejected(byte @Nullable [] value) {
      return new Payload(value, Expected.REJECTED);
    }

    static Payload either(byte[] value) {
      return new Payload(value, Expected.EITHER);
    }
  }

  private final SplittableRandom random;
  private final ObservationAvro avro = new ObservationAvro();
  private final BinaryMessageEncoder<GenericRecord> generic =
      new BinaryMessageEncoder<>(GenericData.get(), Variables.schema());
  private byte[] last = {};
  private int floods;

  /**
   * @param seed of all that follows
   */
  HostilePayloads(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * The next one.
   *
   * @param now event time of what is sent beside it; nothing that is surely an observation is later
   */
  Payload next(long now) {
    Payload payload =
        switch (random.nextInt(20)) {
          case 0 -> Payload.rejected(noise(random.nextInt(1, 300)));
          case 1 -> random.nextInt(8) == 0 ? nothing() : headerOf(good(now), noise(60));
          case 2, 3 -> truncated(framed(good(now)));
          case 4, 5, 6 -> Payload.either(flipped(framed(good(now))));
          case 7 -> Payload.rejected(wrongSchema(good(now)));
          case 8 -> Payload.rejected(hugeText(now));
          case 9 -> Payload.rejected(hugeMap(now));
          case 10 -> Payload.observation(framed(strangeNumbers(now)));
          case 11 -> wrongTime(now);
          case 12 -> Payload.rejected(joined(framed(good(now)), noise(random.nextInt(1, 40))));
          case 13 -> Payload.rejected(claiming(good(now)));
          case 14 -> floods++ % 1_000 == 0 ? tenMegabytes(now) : flood(now);
          case 15 -> last.length == 0 ? nothing() : Payload.either(last);
          default -> Payload.observation(framed(good(now)));
        };
    last = payload.value() == null || payload.value().length > 1_000 ? last : payload.value();
    return payload;
  }

  /** One report of a station that nobody has heard of before. */
  byte[] stranger(long number, long now) {
    return framed(
        avro.encode(
            Observation.at("hostile:x" + number, now - random.nextInt(300_000))
                .region("hostile")
                .set(Variables.PRESSURE_HPA, 900 + random.nextInt(200))
                .set(Variables.WIND_SPEED_MS, random.nextInt(40))
                .build(),
            ""));
  }

  private static Payload nothing() {
    return Payload.rejected(null);
  }

  private Observation.Builder report(long now) {
    Observation.Builder report =
        Observation.at("hostile:" + random.nextInt(50), now - random.nextInt(600_000))
            .region("hostile")
            .stationName("Räuber \"<b>\" %s");
    for (Variable variable : Variables.all()) {
      if (random.nextBoolean()) {
        report.set(variable, random.nextDouble(-50, 1_100));
      }
    }
    return report.extra("lightning_count", random.nextInt(9));
  }

  private byte[] good(long now) {
    return avro.encode(report(now).build(), "");
  }

  /** Half of all in the registry's framing. */
  private byte[] framed(byte[] singleObject) {
    if (random.nextBoolean()) {
      return singleObject;
    }
    ByteBuffer framed = ByteBuffer.allocate(singleObject.length - 5).put((byte) 0);
    return framed.putInt(SCHEMA_ID).put(singleObject, 10, singleObject.length - 10).array();
  }

  private byte[] framed(Observation observation) {
    return framed(avro.encode(observation, ""));
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private Payload headerOf(byte[] good, byte[] body) {
    return Payload.either(joined(Arrays.copyOf(good, 10), body));
  }

  private Payload truncated(byte[] good) {
    return Payload.rejected(Arrays.copyOf(good, random.nextInt(good.length)));
  }

  private byte[] flipped(byte[] good) {
    byte[] bytes = good.clone();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] wrongSchema(byte[] good) {
    if (random.nextBoolean()) {
      byte[] bytes = good.clone();
      ByteBuffer.wrap(bytes).putLong(2, random.nextLong());
      return bytes;
    }
    int id =
        switch (random.nextInt(4)) {
          case 0 -> -random.nextInt(1 << 20);
          case 1 -> random.nextInt(1_000, Integer.MAX_VALUE); // Hardly any of them twice.
          default -> 1_000 + random.nextInt(100);
        };
    return ByteBuffer.allocate(good.length - 5)
        .put((byte) 0)
        .putInt(id)
        .put(good, 10, good.length - 10)
        .array();
  }

  private byte[] hugeText(long now) {
    String text = "x".repeat(random.nextInt(201, random.nextInt(50) == 0 ? 300_000 : 2_000));
    GenericRecord record = record(now);
    record.put(
        List.of("station_id", "region", "station_name").get(random.nextInt(3)),
        random.nextBoolean() ? text : "line\r\nBcc: all@example.org");
    return written(record);
  }

  private byte[] hugeMap(long now) {
    Observation.Builder report = report(now);
    for (int i = random.nextInt(101, random.nextInt(50) == 0 ? 20_000 : 400); i > 0; i--) {
      report.extra("e" + i, i);
    }
    return framed(report.build());
  }

  private Observation strangeNumbers(long now) {
    double[] strange = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MAX_VALUE,
      -0.0,
      Double.MIN_VALUE,
      9_999,
      468.5
    };
    Observation.Builder report =
        report(now)
            .revision(random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE)
            .receivedAtMillis(random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE);
    for (Variable variable : Variables.all()) {
      report.set(variable, strange[random.nextInt(strange.length)]);
    }
    return report.extra("gauge", strange[random.nextInt(strange.length)]).build();
  }

  private Payload wrongTime(long now) {
    long[] impossible = {
      Long.MIN_VALUE, -11_676_096_000_001L, 32_503_680_000_000L, 253_402_300_800_000L, 1L << 62
    };
    GenericRecord record = record(now);
    if (random.nextBoolean()) {
      record.put("time", (long) random.nextInt(86_400_000));
      return Payload.observation(written(record)); // In 1970: late, but an observation.
    }
    record.put("time", impossible[random.nextInt(impossible.length)]);
    return Payload.rejected(written(record));
  }

  /** The text's length is what it likes, up to 2^62. */
  private byte[] claiming(byte[] good) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(good, 0, 10);
      BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
      out.writeLong(random.nextLong(1_000, 1L << random.nextInt(12, 62)));
      out.writeFixed(noise(random.nextInt(50)));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Payload tenMegabytes(long now) {
    byte[] bytes = random.nextBoolean() ? new byte[TEN_MEGABYTES] : noise(TEN_MEGABYTES);
    System.arraycopy(good(now), 0, bytes, 0, 50);
    return Payload.rejected(bytes);
  }

  /** One station that reports without end. */
  private Payload flood(long now) {
    return Payload.observation(
        framed(
            Observation.at("hostile:flood", now - random.nextInt(600_000))
                .set(Variables.PRESSURE_HPA, 900 + random.nextInt(200))
                .build()));
  }

  private GenericRecord record(long now) {
    GenericRecord record = new GenericData.Record(Variables.schema());
    Variables.schema()
        .getFields()
        .forEach(
            field -> {
              if (field.hasDefaultValue()) {
                record.put(field.name(), GenericData.get().getDefaultValue(field));
              }
            });
    record.put("station_id", "hostile:" + random.nextInt(50));
    record.put("time", now - random.nextInt(600_000));
    return record;
  }

  private byte[] written(GenericRecord record) {
    try {
      ByteBuffer buffer = generic.encode(record);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return framed(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }
}
