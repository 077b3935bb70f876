package io.petrel.wire.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.petrel.alert.Alert;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import io.petrel.wire.Decoded;
import io.petrel.wire.RandomValues;
import io.petrel.wire.RejectReason;
import io.petrel.wire.avro.HttpSchemaRegistry.UnknownSchemaIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire format of registries, against a server that answers the few calls of their API. */
class SchemaRegistryTest {
  private static final Observation OBSERVATION =
      Observation.at("icao:KJFK", 1_360_000_000_000L).set("pressure_hpa", 987.6).build();

  private final Map<Integer, String> schemas = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile int failure;
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/apis/ccompat/v7/", this::answer);
    server.start();
    url = "http://127.0.0.1:%d/apis/ccompat/v7".formatted(server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replace("/apis/ccompat/v7", "");
    calls.add(exchange.getRequestMethod() + " " + path);
    ObjectMapper json = new ObjectMapper();
    int status = 200;
    String body;
    if (failure != 0) {
      status = failure;
      body = "{\"error_code\":%d,\"message\":\"out of order\"}".formatted(failure);
    } else if (exchange.getRequestMethod().equals("POST")) {
      String schema = json.readTree(exchange.getRequestBody()).get("schema").asText();
      int id = 100 + schemas.size();
      schemas.put(id, schema);
      body = "{\"id\":%d}".formatted(id);
    } else {
      int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
      String schema = schemas.get(id);
      status = schema == null ? 404 : 200;
      body =
          schema == null
              ? "{\"error_code\":40403,\"message\":\"Schema not found\"}"
              : json.writeValueAsString(Map.of("schema", schema));
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void observationsAreFramedWithTheIdOfTheirRegisteredSchema() {
    ObservationAvro avro = new ObservationAvro(new WireSettings(List.of(), url, true));

    byte[] bytes = avro.encode(OBSERVATION, "observations");
    avro.encode(OBSERVATION, "observations");

    assertThat(bytes[0]).isZero();
    assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(100);
    assertThat(new Schema.Parser().parse(schemas.get(100))).isEqualTo(Variables.schema());
    assertThat(calls).containsExactly("POST /subjects/observations-value/versions");
    assertThat(decode(bytes)).isEqualTo(new Decoded.Value<>(OBSERVATION));
  }

  @Test
  void alertsToo() {
    AlertAvro avro = new AlertAvro(new WireSettings(List.of(), url, true));
    Alert alert = new RandomValues(new SplittableRandom(7)).alert();
    assertThat(avro.decode(avro.encode(alert, "petrel.alerts")))
        .isEqualTo(new Decoded.Value<>(alert));
  }

  @Test
  void bothFramingsAreReadAndASchemaIsAskedOnce() {
    ObservationAvro registered = new ObservationAvro(new WireSettings(List.of(), url, true));
    ObservationAvro both = new ObservationAvro(new WireSettings(List.of(), url, false));
    byte[] framed = registered.encode(OBSERVATION, "t");
    calls.clear();
    for (int i = 0; i < 3; i++) {
      assertThat(both.decode(framed)).isEqualTo(new Decoded.Value<>(OBSERVATION));
      assertThat(both.decode(both.encode(OBSERVATION, "t")))
          .isEqualTo(new Decoded.Value<>(OBSERVATION));
    }
    assertThat(calls).containsExactly("GET /schemas/ids/100");
  }

  @Test
  void aWriterWithAnOlderSchemaIsResolved() {
    ObservationAvro writer = new ObservationAvro(new WireSettings(List.of(), url, true));
    byte[] bytes = writer.encode(OBSERVATION, "t");
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : Variables.schema().getFields()) {
      if (!field.name().equals("extra")) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    schemas.put(
        7,
        Schema.createRecord("WeatherObservation", "", "io.petrel.weather", false, fields)
            .toString());
    // The last byte is the empty map of the field that the older schema does not have.
    byte[] older = java.util.Arrays.copyOf(bytes, bytes.length - 1);
    ByteBuffer.wrap(older).putInt(1, 7);
    assertThat(decode(older)).isEqualTo(new Decoded.Value<>(OBSERVATION));
  }

  @Test
  void anUnknownIdIsRejectedAndNotAskedAgain() {
    ObservationAvro avro = new ObservationAvro(new WireSettings(List.of(), url, false));
    byte[] bytes = {0, 0, 0, 0, 9, 1, 2};
    for (int i = 0; i < 2; i++) {
      assertThat(avro.decode(bytes))
          .isEqualTo(
              new Decoded.Rejected<>(
                  RejectReason.UNKNOWN_SCHEMA, "the registry has no Avro schema with the id 9"));
    }
    assertThat(calls).hasSize(1);
  }

  @Test
  void aFloodOfUnknownIdsIsNoFloodOfRequests() {
    schemas.put(1 << 30, Variables.schema().toString());
    ObservationAvro avro = new ObservationAvro(new WireSettings(List.of(), url, false));
    byte[] known = framed(1 << 30);
    long began = System.nanoTime();
    RejectReason last = RejectReason.UNKNOWN_SCHEMA;
    for (int id = 1; id <= 2_000; id++) {
      last = ((Decoded.Rejected<Observation>) avro.decode(framed(id))).reason();
    }
    boolean taken = false;
    for (int i = 0; i < 2 && !taken; i++) {
      taken = avro.decode(known) instanceof Decoded.Value<Observation>;
    }
    double seconds = (System.nanoTime() - began) / 1e9;

    assertThat(last).isEqualTo(RejectReason.TOO_MANY_SCHEMA_IDS);
    assertThat(taken).as("the second report with a new schema").isTrue();
    assertThat((double) calls.size())
        .isBetween(
            UnknownSchemaIds.BURST / 2.0,
            UnknownSchemaIds.BURST / 2 + 2 + UnknownSchemaIds.PER_SECOND * seconds);
  }

  @Test
  void anIdThatNoRegistryGivesIsRejectedWithoutAsking() {
    ObservationAvro avro = new ObservationAvro(new WireSettings(List.of(), url, false));
    for (int id : new int[] {0, -1, Integer.MIN_VALUE}) {
      byte[] bytes = ByteBuffer.allocate(9).put((byte) 0).putInt(id).array();
      assertThat(avro.decode(bytes))
          .isInstanceOfSatisfying(
              Decoded.Rejected.class,
              fault -> assertThat(fault.reason()).isEqualTo(RejectReason.UNKNOWN_SCHEMA));
    }
    assertThat(calls).isEmpty();
  }

  @Test
  void anIdThatTheRegistryRefusesToLookForIsNoOutage() {
    failure = 422;
    byte[] bytes = ByteBuffer.allocate(9).put((byte) 0).putInt(5).array();
    assertThat(new ObservationAvro(new WireSettings(List.of(), url, false)).decode(bytes))
        .isInstanceOfSatisfying(
            Decoded.Rejected.class,
            fault -> assertThat(fault.reason()).isEqualTo(RejectReason.UNKNOWN_SCHEMA));
  }

  @Test
  void aRegistryThatCannotBeAskedIsNoReasonToRejectARecord() {
    byte[] bytes = {0, 0, 0, 0, 9, 1, 2};
    failure = 503;
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("did not give the schema with the id 9: HTTP 503");
    failure = 0;
    server.stop(0);
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("The schema registry at " + url + " does not answer: ");
  }

  @Test
  void aRefusedSchemaIsToldWithTheRegistrysAnswer() {
    failure = 409;
    ObservationAvro avro = new ObservationAvro(new WireSettings(List.of(), url, true));
    assertThatThrownBy(() -> avro.encode(OBSERVATION, "t"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("did not register a schema under t-value: HTTP 409");
  }

  private static byte[] framed(int id) {
    byte[] single = new ObservationAvro().encode(OBSERVATION, "t");
    ByteBuffer framed = ByteBuffer.allocate(single.length - 5).put((byte) 0);
    return framed.putInt(id).put(single, 10, single.length - 10).array();
  }

  private Decoded<Observation> decode(byte[] bytes) {
    return new ObservationAvro(new WireSettings(List.of(), url, false)).decode(bytes);
  }
}
