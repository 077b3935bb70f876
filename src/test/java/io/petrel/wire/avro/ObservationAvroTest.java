package io.petrel.wire.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variables;
import io.petrel.wire.Decoded;
import io.petrel.wire.RandomValues;
import io.petrel.wire.RejectReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ObservationAvroTest {
  private static final Schema CURRENT = Variables.schema();
  private static final long TIME = 1_360_000_000_000L;

  private final ObservationAvro avro = new ObservationAvro();

  @Test
  void readsWhatItWrote() {
    RandomValues.forAll(
        2_000,
        random -> {
          Observation observation = new RandomValues(random).observation();
          Decoded<Observation> decoded = avro.decode(avro.encode(observation, "t"));
          assertThat(value(decoded)).isEqualTo(observation);
          assertThat(value(decoded).receivedAtMillis()).isEqualTo(observation.receivedAtMillis());
        });
  }

  @Test
  void isAvrosOwnSingleObjectEncoding() throws IOException {
    Observation observation =
        Observation.at("icao:KJFK", TIME).set("pressure_hpa", 987.6).extra("hail", 2).build();

    GenericRecord record =
        new BinaryMessageDecoder<GenericRecord>(GenericData.get(), CURRENT)
            .decode(avro.encode(observation, "t"));
    assertThat(record.get("station_id")).hasToString("icao:KJFK");
    assertThat(record.get("pressure_hpa")).isEqualTo(987.6);
    assertThat(record.get("temperature_c")).isNull();

    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), CURRENT).encode(record);
    assertThat(value(avro.decode(bytes.array()))).isEqualTo(observation);
  }

  @Nested
  class OtherSchemas {
    @Test
    void anOlderWriterHasNoFieldsThatCameLater() throws IOException {
      Schema older = without("snow_depth_cm", "extra", "revision", "quality");
      ObservationAvro reader = knowing(older);
      GenericRecord record = record(older);
      record.put("pressure_hpa", 1001.5);

      Observation read = value(reader.decode(encode(record)));

      assertThat(read.value(Variables.PRESSURE_HPA)).isEqualTo(1001.5);
      assertThat(read.has(Variables.SNOW_DEPTH_CM)).isFalse();
      assertThat(read.quality()).isEqualTo(Quality.UNCHECKED);
      assertThat(read.extra()).isEmpty();
    }

    @Test
    void aNewerWriterMayAddFieldsReorderThemAndAddSymbols() throws IOException {
      Schema newer = newer();
      ObservationAvro reader = knowing(newer);
      GenericRecord record = record(newer);
      record.put("uv_index", 7.5);
      record.put("remarks", List.of("SLP999", "PRESFR"));
      record.put(
          "quality", new GenericData.EnumSymbol(newer.getField("quality").schema(), "HOMOGENIZED"));
      record.put("extra", Map.of("hail", 1.0));
      record.put("temperature_c", 3.5);

      Observation read = value(reader.decode(encode(record)));

      assertThat(read)
          .isEqualTo(
              Observation.at("icao:KJFK", TIME).set("temperature_c", 3.5).extra("hail", 1).build());
    }

    @Test
    void writersMix() throws IOException {
      Schema older = without("extra");
      Schema newer = newer();
      ObservationAvro reader = knowing(older, newer);
      Observation plain = Observation.at("icao:KJFK", TIME).build();
      for (int i = 0; i < 3; i++) {
        assertThat(value(reader.decode(encode(record(older))))).isEqualTo(plain);
        assertThat(value(reader.decode(encode(record(newer))))).isEqualTo(plain);
        assertThat(value(reader.decode(reader.encode(plain, "t")))).isEqualTo(plain);
      }
    }

    @Test
    void anUnknownWriterIsRejectedByItsFingerprint() throws IOException {
      Schema newer = newer();
      assertThat(avro.decode(encode(record(newer))))
          .isEqualTo(
              rejected(
                  RejectReason.UNKNOWN_SCHEMA,
                  "the schema with the fingerprint %s is unknown"
                      .formatted(SchemaCatalog.fingerprint(newer))));
    }

    @Test
    void aSchemaThatDoesNotResolveIsRejected() throws IOException {
      Schema withText = edited("pressure_hpa", "string");
      ObservationAvro reader = knowing(withText);
      GenericRecord record = record(withText);
      record.put("pressure_hpa", "1013");
      assertThat(reason(reader.decode(encode(record)))).isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
    }

    private ObservationAvro knowing(Schema... schemas) {
      return new ObservationAvro(
          new WireSettings(Arrays.stream(schemas).map(Schema::toString).toList(), null, false));
    }
  }

  @Nested
  class HostileBytes {
    @Test
    void nothingIsRejectedAsEmpty() {
      assertThat(reason(avro.decode(null))).isEqualTo(RejectReason.EMPTY);
      assertThat(reason(avro.decode(new byte[0]))).isEqualTo(RejectReason.EMPTY);
    }

    @Test
    void otherFormatsAreNamed() {
      assertThat(avro.decode("{\"station_id\":\"x\"}".getBytes()))
          .isEqualTo(
              rejected(
                  RejectReason.UNKNOWN_FORMAT,
                  "the value does not start with C3 01, the mark of Avro single-object encoding"));
      assertThat(reason(avro.decode(new byte[] {(byte) 0xC3, 1, 0})))
          .isEqualTo(RejectReason.UNKNOWN_FORMAT);
      assertThat(reason(avro.decode(new byte[] {0, 0, 0, 0, 1, 2, 3})))
          .isEqualTo(RejectReason.UNKNOWN_FORMAT);
      assertThat(reason(avro.decode(new byte[ObservationAvro.MAX_BYTES + 1])))
          .isEqualTo(RejectReason.TOO_LARGE);
    }

    @Test
    void aLengthThatTheBytesDoNotHaveAllocatesNothing() {
      for (long length : new long[] {-1, 100, Integer.MAX_VALUE - 20L, 1L << 40, Long.MAX_VALUE}) {
        byte[] bytes = header();
        byte[] claimed = concat(bytes, zigzag(length), new byte[] {65});
        long before = allocated();
        Decoded<Observation> decoded = avro.decode(claimed);
        assertThat(allocated() - before).as("bytes for length " + length).isLessThan(1_000_000);
        assertThat(reason(decoded)).isEqualTo(RejectReason.MALFORMED);
      }
    }

    @Test
    void aMapThatClaimsBillionsOfItemsAllocatesNothing() {
      byte[] good = avro.encode(Observation.at("s", TIME).build(), "t");
      for (long items : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 1L << 33, -5}) {
        byte[] bytes = concat(Arrays.copyOf(good, good.length - 1), zigzag(items));
        long before = allocated();
        assertThat(reason(avro.decode(bytes))).isEqualTo(RejectReason.MALFORMED);
        assertThat(allocated() - before).isLessThan(1_000_000);
      }
    }

    @Test
    void bytesAfterTheValueAreMalformed() {
      byte[] good = avro.encode(Observation.at("s", TIME).build(), "t");
      assertThat(avro.decode(concat(good, new byte[2])))
          .isEqualTo(rejected(RejectReason.MALFORMED, "2 bytes follow the value"));
    }

    @Test
    void brokenBytesNeverThrowAndNeverSpoilTheNextRecord() {
      Schema newer = newer();
      ObservationAvro reader =
          new ObservationAvro(new WireSettings(List.of(newer.toString()), null, false));
      byte[] resolved;
      try {
        resolved = encode(record(newer));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      Observation plain = Observation.at("icao:KJFK", TIME).build();
      RandomValues.forAll(
          20_000,
          random -> {
            byte[] bytes =
                random.nextBoolean()
                    ? resolved.clone()
                    : reader.encode(new RandomValues(random).observation(), "t");
            for (int i = random.nextInt(1, 5); i > 0; i--) {
              bytes[random.nextInt(10, bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
              bytes = Arrays.copyOf(bytes, random.nextInt(10, bytes.length));
            }
            assertThat(reader.decode(bytes)).isNotNull();
            assertThat(value(reader.decode(resolved))).isEqualTo(plain);
          });
    }
  }

  @Nested
  class Values {
    @Test
    void notANumberIsMissing() {
      Observation nan =
          Observation.at("s", TIME).set("pressure_hpa", Double.NaN).extra("x", Double.NaN).build();
      Observation read = value(avro.decode(avro.encode(nan, "t")));
      assertThat(read.has(Variables.PRESSURE_HPA)).isFalse();
      assertThat(read.extra()).isEmpty();
    }

    @Test
    void stationIdsAreBounded() {
      assertThat(decoded(Observation.at("", TIME)))
          .isEqualTo(rejected(RejectReason.BAD_STATION_ID, "station_id is empty"));
      assertThat(decoded(Observation.at("x".repeat(201), TIME)))
          .isEqualTo(
              rejected(
                  RejectReason.BAD_STATION_ID,
                  "station_id has 201 characters, at most 200 are allowed"));
      assertThat(decoded(Observation.at("a\r\nBcc: x", TIME)))
          .isEqualTo(
              rejected(
                  RejectReason.BAD_STATION_ID,
                  "station_id has the control character U+000D at position 2"));
    }

    @Test
    void otherTextsAreBounded() {
      assertThat(reason(decoded(Observation.at("s", TIME).stationName("a\u0000"))))
          .isEqualTo(RejectReason.BAD_TEXT);
      assertThat(reason(decoded(Observation.at("s", TIME).region("r".repeat(201)))))
          .isEqualTo(RejectReason.BAD_TEXT);
      Observation.Builder many = Observation.at("s", TIME);
      for (int i = 0; i <= 100; i++) {
        many.extra("x" + i, i);
      }
      assertThat(decoded(many))
          .isEqualTo(
              rejected(RejectReason.BAD_TEXT, "extra has 101 values, at most 100 are allowed"));
    }

    @Test
    void timesAreOfOurEra() {
      long first = Instant.parse("1600-01-01T00:00:00Z").toEpochMilli();
      assertThat(reason(decoded(Observation.at("s", first - 1)))).isEqualTo(RejectReason.BAD_TIME);
      assertThat(decoded(Observation.at("s", first))).isInstanceOf(Decoded.Value.class);
      assertThat(reason(decoded(Observation.at("s", Long.MAX_VALUE))))
          .isEqualTo(RejectReason.BAD_TIME);
    }

    private Decoded<Observation> decoded(Observation.Builder builder) {
      return avro.decode(avro.encode(builder.build(), "t"));
    }
  }

  private static Schema newer() {
    String text =
        CURRENT
            .toString()
            .replace("\"UNCHECKED\",\"GOOD\"", "\"UNCHECKED\",\"HOMOGENIZED\",\"GOOD\"");
    Schema base = new Schema.Parser().parse(text);
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(
        new Schema.Field(
            "remarks",
            Schema.createArray(Schema.create(Schema.Type.STRING)),
            "free text",
            new ArrayList<>()));
    base.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(
        new Schema.Field(
            "uv_index",
            Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.DOUBLE)),
            "later",
            Schema.Field.NULL_DEFAULT_VALUE));
    java.util.Collections.swap(fields, 1, 5);
    return Schema.createRecord(base.getName(), "", base.getNamespace(), false, fields);
  }

  private static Schema without(String... names) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : CURRENT.getFields()) {
      if (!List.of(names).contains(field.name())) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    return Schema.createRecord(CURRENT.getName(), "", CURRENT.getNamespace(), false, fields);
  }

  private static Schema edited(String name, String type) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : CURRENT.getFields()) {
      fields.add(
          field.name().equals(name)
              ? new Schema.Field(name, Schema.create(Schema.Type.valueOf(type.toUpperCase())))
              : new Schema.Field(field, field.schema()));
    }
    return Schema.createRecord(CURRENT.getName(), "", CURRENT.getNamespace(), false, fields);
  }

  private static GenericRecord record(Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      if (field.hasDefaultValue()) {
        record.put(field.name(), GenericData.get().getDefaultValue(field));
      }
    }
    record.put("station_id", "icao:KJFK");
    record.put("time", TIME);
    return record;
  }

  private static byte[] encode(GenericRecord record) throws IOException {
    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema())
            .encode(record);
    return Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
  }

  private static byte[] header() {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 1)
        .putLong(SchemaNormalization.parsingFingerprint64(CURRENT))
        .array();
  }

  private static byte[] zigzag(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      encoder.writeLong(value);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static Decoded.Rejected<Observation> rejected(RejectReason reason, String text) {
    return new Decoded.Rejected<>(reason, text);
  }

  private static RejectReason reason(Decoded<Observation> decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    return ((Decoded.Rejected<Observation>) decoded).reason();
  }

  private static Observation value(Decoded<Observation> decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Value.class);
    return ((Decoded.Value<Observation>) decoded).value();
  }
}
