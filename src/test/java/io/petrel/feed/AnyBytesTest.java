package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.feed.mapping.FeedFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the bytes: every row is written, counted as a duplicate, or skipped with its place. */
class AnyBytesTest {
  private static final int CASES = 150;
  private static final Map<FeedFormat, String> MAPPINGS =
      Map.of(
          FeedFormat.CSV,
          """
          station: {id: "${s}"}
          time: {from: "${t}", format: "yyyy-MM-dd HH:mm", zone: Europe/Berlin}
          fields: {temperature_c: {column: v, unit: K}, precip_mm: {column: r, period: 1h}}
          """,
          FeedFormat.JSON,
          """
          station: {id: "x:${id}"}
          select: data.list
          time: {from: "${$.day} ${hour}", format: "yyyy-MM-dd HH", zone: UTC}
          fields: {temperature_c: {from: "v[0].t", unit-from: ^.unit}}
          """,
          FeedFormat.METAR,
          "date: 2013-11-26\n",
          FeedFormat.OPENWEATHERMAP,
          "units: metric\n");
  private static final Map<FeedFormat, String> SAMPLES =
      Map.of(
          FeedFormat.CSV,
          "s,t,v,r\nA,2026-01-01 00:00,280,1\nA,2026-01-01 01:00,281,2\n\"B\",2026-10-25 02:30,9,\n",
          FeedFormat.JSON,
          "{\"day\": \"2026-01-01\", \"data\": {\"unit\": \"K\", \"list\": [{\"id\": 0, \"hour\":"
              + " \"07\", \"v\": [{\"t\": \"280.5\"}]}, null]}}\n{\"data\": {}}",
          FeedFormat.ISD,
          ("0123725030147322013112611517+40779-073880FM-15+0003KLGA V0300405N00775005185NN0024145N5"
                  + "+01065+00785100095ADDAA101003095OC101295REM\n")
              .repeat(2),
          FeedFormat.ISD_LITE,
          "2013 11 26 12   106    78 10009    40    77     8    30 -9999\n".repeat(2),
          FeedFormat.METAR,
          "2013/11/26 11:51\nMETAR KXYZ 261151Z 02015G25KT 1 1/2SM 03/M01 A2956\n  RMK SLP009=\n"
              + "2013-11-26T12:00Z SPECI KXYZ 261200Z NIL\n",
          FeedFormat.WEATHER_GOV,
          "{\"features\": [{\"geometry\": {\"coordinates\": [1, 2]}, \"properties\": {\"station\":"
              + " \"a/K\", \"timestamp\": \"2026-01-31T11:51:00+00:00\", \"temperature\":"
              + " {\"unitCode\": \"wmoUnit:degC\", \"value\": 2.8}}}, {}]}",
          FeedFormat.OPENWEATHERMAP,
          "{\"list\": [{\"id\": 1, \"dt\": 1767225600, \"main\": {\"temp\": 5}, \"rain\": {\"1h\":"
              + " 1}}]} {\"id\": 2, \"dt\": 1e40}");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(FeedFormat.class)
  void everyRowIsAccountedFor(FeedFormat format) throws IOException {
    Random random = new Random(format.ordinal());
    String mapping = "format: " + format.word() + "\n" + MAPPINGS.getOrDefault(format, "");
    byte[] good = SAMPLES.getOrDefault(format, "").getBytes(StandardCharsets.UTF_8);
    int headerEnd = format == FeedFormat.CSV ? SAMPLES.get(format).indexOf('\n') + 1 : 0;
    long written = 0;
    long skipped = 0;
    for (int i = 0; i < CASES; i++) {
      Path file = folder.resolve("725030-14732-2013");
      Files.write(file, changed(good, headerEnd, random));
      Imported run = Imported.of(folder, mapping, file);
      ImportReport report = run.report();
      assertThat(report.written() + report.duplicates() + report.skippedRows())
          .isEqualTo(report.rows());
      assertThat(run.observations()).hasSize((int) report.written());
      assertThat(run.faults()).hasSizeGreaterThanOrEqualTo((int) report.skippedRows());
      written += report.written();
      skipped += report.skippedRows() + report.broken().size();
    }
    assertThat(written).isPositive();
    assertThat(skipped).isPositive();
  }

  /** Some bytes overwritten, cut out or doubled; the header of a CSV stays. */
  private static byte[] changed(byte[] good, int from, Random random) {
    byte[] bytes = good;
    for (int edit = random.nextInt(5); edit >= 0 && bytes.length > from + 1; edit--) {
      int at = from + random.nextInt(bytes.length - from);
      int length = random.nextInt(Math.min(20, bytes.length - at) + 1);
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> with(bytes, at, (byte) random.nextInt(256));
            case 1 -> with(bytes, at, (byte) "09-,\"{}[]:\n x/".charAt(random.nextInt(14)));
            case 2 ->
                joined(
                    Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
            default ->
                joined(
                    Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
          };
    }
    return bytes;
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    byte[] copy = bytes.clone();
    copy[at] = value;
    return copy;
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }
}
