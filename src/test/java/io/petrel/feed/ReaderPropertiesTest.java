package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What says the same is read as the same: the order of reports, line ends, white space, quotes,
 * delimiters, character sets and the shape of JSON change nothing.
 */
class ReaderPropertiesTest {
  private static final int TURNS = 60;
  private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r", "\r\r\n", "\n\n \n");

  @TempDir Path folder;

  /** A report; its texts are as a feed writes them. */
  private record Row(String station, Instant time, String temperature, String wind, String rain) {}

  private static List<Row> rows(Random random) {
    return IntStream.range(0, 40)
        .mapToObj(
            i ->
                new Row(
                    "Süd " + i % 3,
                    Instant.parse("2026-03-28T20:00:00Z").plusSeconds(1800L * (i / 3)),
                    random.nextInt(9) == 0
                        ? ""
                        : String.format(Locale.ROOT, "%.1f", random.nextInt(600) / 10.0 - 20),
                    String.valueOf(random.nextInt(40)),
                    String.format(Locale.ROOT, "%.1f", random.nextInt(5) * 0.2)))
        .toList();
  }

  @Test
  void csv() throws IOException {
    for (int turn = 0; turn < TURNS; turn++) {
      Random random = new Random(turn);
      List<Row> rows = new ArrayList<>(rows(new Random(turn / 6)));
      Set<String> right =
          texts(csv(rows, "\n", ",", '.', random, false), "", StandardCharsets.UTF_8);
      assertThat(right).hasSize(40);
      Collections.shuffle(rows, random);
      String delimiter = List.of(",", ";", "\t", "|").get(random.nextInt(4));
      char sign = random.nextBoolean() && !delimiter.equals(",") ? ',' : '.';
      String end = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
      Charset charset =
          List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)
              .get(random.nextInt(3));
      String preamble = random.nextBoolean() ? "Report; of, a\tlogger" + end + end : "";

      String text = preamble + csv(rows, end, delimiter, sign, random, true);
      assertThat(texts(text, "decimal-sign: \"" + sign + "\"\n", charset))
          .as("turn %d", turn)
          .isEqualTo(right);
    }
  }

  private Set<String> texts(String csv, String keys, Charset charset) throws IOException {
    return texts(
        """
        format: csv
        %sstation: {id: "x:${place}"}
        time: {from: "${time}"}
        fields:
          temperature_c: {column: t, unit: °F, decimals: 2}
          wind_gust_ms: {column: wind gust, unit: kt, decimals: 2}
          extra.rain: r
        """
            .formatted(keys),
        csv.getBytes(charset));
  }

  private static String csv(
      List<Row> rows, String end, String delimiter, char sign, Random random, boolean loose) {
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    if (loose) {
      Collections.shuffle(order, random);
    }
    StringBuilder text = new StringBuilder();
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("place", "time", "t", "wind gust", "r", "note"));
    for (Row row : rows) {
      lines.add(
          List.of(
              row.station,
              row.time.toString(),
              row.temperature.replace('.', sign),
              row.wind,
              row.rain.replace('.', sign),
              loose && random.nextInt(5) == 0 ? "a \"quoted\"" + end + "note" + delimiter : ""));
    }
    for (List<String> line : lines) {
      text.append(
              order.stream()
                  .map(i -> cell(line.get(i), delimiter, random, loose))
                  .collect(Collectors.joining(delimiter)))
          .append(end);
    }
    return text.toString();
  }

  private static String cell(String text, String delimiter, Random random, boolean loose) {
    boolean quoted = text.indexOf('"') >= 0 || text.contains(delimiter) || text.contains("\n");
    String cell =
        quoted || loose && random.nextInt(6) == 0 ? '"' + text.replace("\"", "\"\"") + '"' : text;
    return loose && cell.equals(text) && random.nextInt(4) == 0 && !delimiter.equals("\t")
        ? "  " + text.replace(" ", "   ") + "\u00a0 "
        : cell;
  }

  @Test
  void json() throws IOException {
    String mapping =
        """
        format: json
        select: %s
        station: {id: "x:${place}"}
        time: {from: "${time}"}
        fields:
          temperature_c: {from: t.value, unit-from: t.unit, decimals: 2}
          wind_gust_ms: {from: wind, unit: kt, decimals: 2}
        """;
    for (int turn = 0; turn < TURNS; turn++) {
      Random random = new Random(turn);
      List<Row> rows = new ArrayList<>(rows(new Random(turn / 6)));
      List<String> plain =
          rows.stream().map(row -> "{\"o\":" + json(row, random, false) + "}").toList();
      Set<String> right =
          texts(mapping.formatted("o"), String.join("\n", plain).getBytes(StandardCharsets.UTF_8));
      assertThat(right).hasSize(40);
      Collections.shuffle(rows, random);
      List<String> records = rows.stream().map(row -> json(row, random, true)).toList();
      String end = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
      String text =
          switch (random.nextInt(4)) {
            case 0 -> "{ \"o\" :" + end + "[" + String.join(" ," + end, records) + "]}";
            case 1 ->
                records.stream().map(r -> "[{\"o\":" + r + "}]").collect(Collectors.joining(end));
            case 2 -> records.stream().map(r -> "{\"o\":" + r + "}").collect(Collectors.joining());
            default ->
                "["
                    + records.stream()
                        .map(r -> "{\"z\":[[1]],\"o\":[[" + r + "]]}")
                        .collect(Collectors.joining("," + end))
                    + "]"
                    + end;
          };
      assertThat(texts(mapping.formatted("o"), text.getBytes(StandardCharsets.UTF_8)))
          .as("turn %d: %s", turn, text)
          .isEqualTo(right);
    }
  }

  private static String json(Row row, Random random, boolean loose) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"place\":\"" + (loose ? row.station.replace("ü", "\\u00fc") : row.station) + "\"",
                "\"time\":\"" + row.time + "\"",
                "\"t\":{\"unit\":\"unit:degF\",\"value\":"
                    + (row.temperature.isEmpty()
                        ? "null"
                        : quoted(row.temperature, loose && random.nextBoolean()))
                    + "}",
                "\"wind\":" + quoted(row.wind, loose && random.nextBoolean())));
    if (loose) {
      members.add("\"more\":{\"t\":[1,{}]}");
      Collections.shuffle(members, random);
    }
    return "{" + String.join(loose ? " ,  " : ",", members) + "}";
  }

  private static String quoted(String number, boolean asText) {
    return asText ? '"' + number + '"' : number;
  }

  @Test
  void weatherGov() throws IOException {
    String mapping = "format: weather-gov\n";
    for (int turn = 0; turn < TURNS; turn++) {
      Random random = new Random(turn);
      List<Row> rows = new ArrayList<>(rows(new Random(turn / 6)));
      Set<String> right =
          texts(
              mapping,
              ("{\"features\":["
                      + rows.stream()
                          .map(ReaderPropertiesTest::gov)
                          .collect(Collectors.joining(","))
                      + "]}")
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(right).hasSize(40);
      Collections.shuffle(rows, random);
      String end = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
      String text =
          switch (random.nextInt(3)) {
            case 0 -> rows.stream().map(ReaderPropertiesTest::gov).collect(Collectors.joining(end));
            case 1 ->
                "{\"type\":\"FeatureCollection\","
                    + end
                    + "\"features\": ["
                    + rows.stream()
                        .map(ReaderPropertiesTest::gov)
                        .collect(Collectors.joining("," + end))
                    + "], \"more\":{}}";
            default ->
                rows.stream()
                    .map(r -> "{" + end + "\"features\":[" + gov(r) + "]}")
                    .collect(Collectors.joining(end));
          };
      assertThat(texts(mapping, text.getBytes(StandardCharsets.UTF_8)))
          .as("turn %d", turn)
          .isEqualTo(right);
    }
  }

  private static String gov(Row row) {
    return ("{\"properties\":{\"stationId\":\"%s\",\"timestamp\":\"%s\",\"temperature\":{\"unitCode\":\"wmoUnit:degF\",\"value\":%s},"
            + "\"windGust\":{\"unitCode\":\"wmoUnit:kt\",\"value\":%s}}}")
        .formatted(
            row.station, row.time, row.temperature.isEmpty() ? "null" : row.temperature, row.wind);
  }

  @Test
  void openWeatherMap() throws IOException {
    String mapping = "format: openweathermap\nunits: imperial\n";
    for (int turn = 0; turn < TURNS; turn++) {
      Random random = new Random(turn);
      List<Row> rows = new ArrayList<>(rows(new Random(turn / 6)));
      Set<String> right =
          texts(mapping, ("{\"list\":[" + owm(rows, ",") + "]}").getBytes(StandardCharsets.UTF_8));
      assertThat(right).hasSize(40);
      Collections.shuffle(rows, random);
      String end = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
      String text =
          random.nextBoolean()
              ? owm(rows, end)
              : "{\"cnt\":40," + end + "\"list\":" + end + "[" + owm(rows, "," + end) + "]}";
      assertThat(texts(mapping, text.getBytes(StandardCharsets.UTF_8)))
          .as("turn %d", turn)
          .isEqualTo(right);
    }
  }

  private static String owm(List<Row> rows, String between) {
    return rows.stream()
        .map(
            row ->
                "{\"id\":0,\"coord\":{\"lat\":5%s,\"lon\":7},\"dt\":%d,\"main\":{\"temp\":%s},\"wind\":{\"gust\":%s}}"
                    .formatted(
                        row.station.substring(4),
                        row.time.getEpochSecond(),
                        row.temperature.isEmpty() ? "null" : row.temperature,
                        row.wind))
        .collect(Collectors.joining(between));
  }

  @Test
  void isdLite() throws IOException {
    for (int turn = 0; turn < TURNS; turn++) {
      Random random = new Random(turn);
      Random values = new Random(turn / 6);
      List<List<String>> rows = new ArrayList<>();
      for (int hour = 0; hour < 40; hour++) {
        List<String> row =
            new ArrayList<>(
                List.of(
                    "2013", "11", "%02d".formatted(5 + hour / 24), "%02d".formatted(hour % 24)));
        for (int i = 0; i < 6; i++) {
          row.add(values.nextInt(6) == 0 ? "-9999" : String.valueOf(values.nextInt(300)));
        }
        row.add(String.valueOf(values.nextInt(4) - 1));
        row.add(hour % 6 == 0 ? String.valueOf(values.nextInt(90)) : "-9999");
        rows.add(row);
      }
      Set<String> right = isdLite(rows, random, " ", "\n");
      assertThat(right).hasSize(40);
      Collections.shuffle(rows, random);
      assertThat(isdLite(rows, random, "   ", LINE_ENDS.get(random.nextInt(LINE_ENDS.size()))))
          .as("turn %d", turn)
          .isEqualTo(right);
    }
  }

  private Set<String> isdLite(List<List<String>> rows, Random random, String blanks, String end)
      throws IOException {
    String text =
        rows.stream()
            .map(
                row ->
                    row.stream()
                        .map(number -> blanks.substring(random.nextInt(blanks.length())) + number)
                        .collect(Collectors.joining()))
            .collect(Collectors.joining(end));
    return texts(
        "format: isd-lite\n", "725030-14732-2013", text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void isdCsv() throws IOException {
    List<String> header =
        List.of("STATION", "DATE", "LATITUDE", "NAME", "REPORT_TYPE", "WND", "TMP", "AA1", "AU1");
    for (int turn = 0; turn < TURNS; turn++) {
      Random random = new Random(turn);
      Random values = new Random(turn / 6);
      List<List<String>> rows = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        rows.add(
            List.of(
                "7250301473" + i % 3,
                "2019-01-%02dT%02d:51:00".formatted(3 + i / 60, i / 3),
                "40.779" + i % 3,
                "LA GUARDIA, NY US",
                "FM-15",
                "%03d,5,N,%04d,5".formatted(10 * values.nextInt(37), values.nextInt(300)),
                values.nextInt(6) == 0
                    ? "+9999,9"
                    : "%+05d,%d".formatted(values.nextInt(400) - 100, 1 + values.nextInt(7)),
                values.nextInt(4) == 0 ? "" : "01,%04d,9,5".formatted(values.nextInt(90)),
                values.nextInt(3) == 0 ? "1,0,02,0,0,1,5" : ""));
      }
      Set<String> right = isdCsv(header, rows, false, random, "\n");
      assertThat(right).hasSize(40).anyMatch(text -> text.endsWith(" -RA"));
      Collections.shuffle(rows, random);
      assertThat(
              isdCsv(header, rows, true, random, LINE_ENDS.get(random.nextInt(LINE_ENDS.size()))))
          .as("turn %d", turn)
          .isEqualTo(right);
    }
  }

  /** The columns behind the first stand in any order, quoted or not, with blanks around. */
  private Set<String> isdCsv(
      List<String> header, List<List<String>> rows, boolean loose, Random random, String end)
      throws IOException {
    List<Integer> order = new ArrayList<>(IntStream.range(1, header.size()).boxed().toList());
    if (loose) {
      Collections.shuffle(order, random);
    }
    order.add(0, 0);
    List<List<String>> lines = new ArrayList<>(rows);
    lines.add(0, header);
    String text =
        lines.stream()
            .map(
                line ->
                    order.stream()
                        .map(i -> cell(line.get(i), ",", random, loose))
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining(end));
    return texts("format: isd\n", "feed", text.getBytes(StandardCharsets.UTF_8));
  }

  private Set<String> texts(String mapping, byte[] text) throws IOException {
    return texts(mapping, "feed", text);
  }

  private Set<String> texts(String mapping, String name, byte[] text) throws IOException {
    Imported run = Imported.of(folder, mapping, Files.write(folder.resolve(name), text));
    assertThat(run.faults()).isEmpty();
    return run.observations().stream()
        .map(o -> "%s %s %s".formatted(o, o.stationName(), o.presentWeather()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
