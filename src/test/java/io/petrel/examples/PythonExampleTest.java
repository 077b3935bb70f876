package io.petrel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.wire.RandomValues;
import io.petrel.wire.avro.AlertAvro;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the Python programs of {@code schemas/README.md} where there is a python3: the decoder as it
 * is, the subscriber with a stand-in for the package confluent_kafka.
 */
class PythonExampleTest {
  private static final Path SCHEMAS = Path.of("schemas").toAbsolutePath();
  private static final Path PYTHON = SCHEMAS.resolve("examples/python");
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir Path folder;

  @Test
  void decodesEveryRecordAsAvroDoes() throws Exception {
    List<byte[]> values = new ArrayList<>();
    for (int seed = 0; seed < 200; seed++) {
      values.add(encode(new RandomValues(new SplittableRandom(seed)).alert()));
    }
    String program =
        """
        import json, os, pathlib, petrel
        codec = petrel.Codec("alert.avsc")
        for file in sorted(pathlib.Path(os.environ["RECORDS"]).iterdir()):
            print(json.dumps(codec.decode(file.read_bytes())))
        """;

    List<String> lines = python(values, "-c", program).lines().toList();

    assertThat(lines).hasSameSizeAs(values);
    Schema schema = new Schema.Parser().parse(SCHEMAS.resolve("alert.avsc").toFile());
    var decoder = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode expected = JSON.readTree(decoder.decode(values.get(i)).toString());
      assertThat(JSON.readTree(lines.get(i))).isEqualTo(expected);
    }
  }

  @Test
  void theSubscriberSeesEachAlertOnce() throws Exception {
    List<Alert> alerts = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      alerts.add(new RandomValues(new SplittableRandom(seed)).alert());
      values.add(encode(alerts.get(seed)));
    }
    values.add(2, values.get(1)); // as after a recovery with at-least-once
    values.add(1, new byte[0]); // as on petrel.incidents, once an incident is forgotten

    List<String> lines = python(values, "subscribe.py").lines().toList();

    assertThat(lines).last().isEqualTo("closed");
    assertThat(lines).hasSize(alerts.size() + 1);
    for (int i = 0; i < alerts.size(); i++) {
      JsonNode printed = JSON.readTree(lines.get(i));
      Alert alert = alerts.get(i);
      assertThat(printed.get("incident").asText()).isEqualTo(alert.incidentId());
      assertThat(printed.get("what").asText())
          .isEqualTo(
              alert.reason() == Reason.WITHDRAWN
                  ? "withdrawn"
                  : alert.isEnd() ? "end" : alert.msgType().code());
      assertThat(printed.get("final").asBoolean()).isEqualTo(alert.provisionalUntilMillis() == 0);
      assertThat(printed.get("severity").asText()).isEqualTo(alert.message().severity().code());
      assertThat(printed.get("headline").asText()).isEqualTo(alert.message().headline());
      assertThat(printed.get("stations")).hasSameSizeAs(alert.places());
    }
  }

  @Test
  void theReadmeShowsThisVeryProgram() throws IOException {
    assertThat(Files.readString(SCHEMAS.resolve("README.md")))
        .contains(Files.readString(PYTHON.resolve("subscribe.py")).strip());
  }

  private static byte[] encode(Alert alert) {
    return new AlertAvro().encode(alert, "petrel.alerts");
  }

  private String python(List<byte[]> values, String... arguments) throws Exception {
    assumeThat(hasPython()).as("python3 is installed").isTrue();
    Path records = Files.createDirectory(folder.resolve("records"));
    for (int i = 0; i < values.size(); i++) {
      Files.write(records.resolve("%05d".formatted(i)), values.get(i));
    }
    Path out = folder.resolve("out.txt");
    List<String> command = new ArrayList<>(List.of("python3", "-B"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(PYTHON.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("RECORDS", records.toString());
    builder.environment().put("BROKERS", "none");
    builder.environment().put("COUNT", "5");
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    builder
        .environment()
        .put("PYTHONPATH", Path.of("src/test/resources/python").toAbsolutePath().toString());
    Process process = builder.start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("python3", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // not on the path
    }
  }
}
