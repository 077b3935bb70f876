package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.weather.Observation;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lines with characters changed, in every format whose values have names: no exception, and no
 * value that a second reading of the same line does not find. {@code -Dpetrel.fuzz.lines=1000000}
 * tries that many lines of each format.
 */
class MappedFuzzTest {
  private static final int LINES = Integer.getInteger("petrel.fuzz.lines", 10_000);
  private static final int LINES_OF_A_FILE = 1000;
  private static final String ALPHABET =
      "0123456789-+.,;:\"'{}[]\\/ \tnulTZNESWeE°µé\u00a0\u2212\u0000\uFEFF\r\n\u2028#";
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[T\\s\\h]?[tT]?[\\s\\h]*(\\d\\d):[\\s\\h]*(\\d\\d)(?::[\\s\\h]*(\\d\\d)(\\.\\d{0,9})?)?[\\s\\h]*([zZ]|[-+]\\d\\d(?::?\\d\\d)?(?::?\\d\\d)?)");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\h]+");
  private static final Pattern STATION = Pattern.compile("s\\d{7}");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+\u2212]?(?:\\d[\\d.,'\u2019\u00a0\u202f]*|\\.\\d+)(?:[eE][-+\u2212]?\\d+)?");
  private static final Pattern NUMBER_WITH_COMMA =
      Pattern.compile(NUMBER.pattern().replace("|\\.", "|[.,]"));
  private static final List<String> POINTS =
      List.of(
          "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
          "NW", "NNW");
  private static final List<Variable> FIELDS =
      List.of(
          Variables.TEMPERATURE_C,
          Variables.WIND_SPEED_MS,
          Variables.WIND_DIRECTION_DEG,
          Variables.PRESSURE_HPA);

  /** A format, with the text before and after its lines. */
  enum Format {
    CSV(
        """
        format: csv
        station: {id: "${s}"}
        time: {from: "${t}"}
        fields:
          temperature_c: {column: v, unit: °F, decimals: 3}
          wind_speed_ms: {column: w, unit: kt, decimals: 3}
          wind_direction_deg: d
          pressure_hpa: {column: p, missing: 9999}
        """,
        "s,t,v,w,d,p\n",
        "%s,%s,%.1f,%.1f,%s,%.1f",
        false),
    SEMICOLONS(
        """
        format: csv
        decimal-sign: ","
        station: {id: "${s}"}
        time: {from: "${t}"}
        fields:
          temperature_c: {column: v, unit: °F, decimals: 3}
          wind_speed_ms: {column: w, unit: kt, decimals: 3}
          wind_direction_deg: d
          pressure_hpa: p
        """,
        "Station list\n\ns;t;v;w;d;p\n",
        "%s;%s;%,.1f;%.1f;%s;%.1f",
        true),
    JSON(
        """
        format: json
        select: o
        station: {id: "${s}"}
        time: {from: "${t}"}
        fields:
          temperature_c: {from: "v.value", unit-from: "v.unit", decimals: 3}
          wind_speed_ms: {from: "w[0]", unit: kt, decimals: 3}
          wind_direction_deg: d
          pressure_hpa: $.p
        """,
        "",
        "{\"o\":[{\"s\":\"%s\",\"t\":\"%s\",\"v\":{\"unit\":\"unit:degF\",\"value\":\"%.1f\"},\"w\":[%.1f],\"d\":\"%s\"}],\"p\":%.1f}",
        false),
    WEATHER_GOV(
        "format: weather-gov\nstation: {id: \"${station}\"}\n",
        "",
        "{\"properties\":{\"stationId\":\"%s\",\"timestamp\":\"%s\",\"temperature\":{\"unitCode\":\"wmoUnit:degF\",\"value\":%.1f},"
            + "\"windSpeed\":{\"unitCode\":\"wmoUnit:kt\",\"value\":%.1f,\"qualityControl\":\"V\"},\"windDirection\":{\"unitCode\":\"wmoUnit:degree_(angle)\",\"value\":\"%s\"},"
            + "\"seaLevelPressure\":{\"unitCode\":\"wmoUnit:hPa\",\"value\":%.1f}}}",
        false),
    OPENWEATHERMAP(
        "format: openweathermap\nunits: imperial\n",
        "",
        "{\"id\":\"%1$s\",\"dt\":%7$d,\"main\":{\"temp\":%3$.1f,\"pressure\":%6$.1f},\"wind\":{\"speed\":%4$.1f,\"deg\":\"%5$s\"},\"coord\":{\"lon\":7.1,\"lat\":50}}",
        false);

    private final String mapping;
    private final String header;
    private final String line;
    private final boolean comma;

    Format(String mapping, String header, String line, boolean comma) {
      this.mapping = mapping;
      this.header = header;
      this.line = line;
      this.comma = comma;
    }

    boolean isCsv() {
      return this == CSV || this == SEMICOLONS;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Format.class)
  void noValueThatTheLineDoesNotSay(Format format) throws IOException {
    Random random = new Random(format.ordinal() + 7);
    FeedMapping mapping =
        Imported.mapping(Files.writeString(folder.resolve("m.yaml"), format.mapping));
    long checked = 0;
    long faults = 0;
    long heap = 0;
    for (int done = 0; done < LINES; done += LINES_OF_A_FILE) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < LINES_OF_A_FILE; i++) {
        text.append(mutated(line(format, done + i, random), random)).append('\n');
      }
      byte[] bytes = (format.header + text).getBytes(StandardCharsets.UTF_8);
      Imported run = Imported.of(mapping, Files.write(folder.resolve("feed"), bytes));
      List<String> lines = Arrays.asList(text.toString().split("[\r\n]+"));
      List<String> foldedLines = lines.stream().map(MappedFuzzTest::folded).toList();
      Map<String, List<Integer>> stations = new HashMap<>();
      for (int i = 0; i < lines.size(); i++) {
        Matcher station = STATION.matcher(lines.get(i));
        while (station.find()) {
          stations.computeIfAbsent(station.group(), s -> new ArrayList<>()).add(i);
        }
      }
      for (Observation observation : run.observations()) {
        check(format, observation, lines, foldedLines, stations);
        checked++;
      }
      faults += run.faults().size();
      if (done == LINES / 10) {
        heap = usedHeap();
      }
    }
    System.out.printf(
        "%s: %,d lines, %,d observations checked, %,d faults%n", format, LINES, checked, faults);
    // A third of the lines at least is whole or harmlessly changed: the check looks at something.
    assertThat(checked).isGreaterThan(LINES / 4);
    assertThat(faults).isGreaterThan(LINES / 20);
    assertThat(usedHeap() - heap).isLessThan(50_000_000L);
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String line(Format format, int number, Random random) {
    Instant time = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000));
    String direction =
        format != Format.OPENWEATHERMAP && format != Format.WEATHER_GOV && random.nextInt(4) == 0
            ? POINTS.get(random.nextInt(16))
            : String.valueOf(10 * random.nextInt(37));
    String line =
        String.format(
            format.comma ? Locale.GERMANY : Locale.ROOT,
            format.line,
            "s%07d".formatted(number),
            time,
            random.nextInt(1300) / 10.0 - 20,
            random.nextInt(500) / 10.0,
            direction,
            950 + random.nextInt(1000) / 10.0,
            time.getEpochSecond());
    return line;
  }

  private static String mutated(String line, Random random) {
    StringBuilder text = new StringBuilder(line);
    // Most lines are whole, as in a feed: JSON lines are known by that.
    int edits = random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(3);
    for (int edit = edits; edit > 0 && !text.isEmpty(); edit--) {
      int at = random.nextInt(text.length());
      char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(6)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, c);
        case 2 -> text.setCharAt(at, c);
        case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 5)));
        case 4 -> text.setCharAt(at, text.charAt(random.nextInt(text.length())));
        default -> {
          if (random.nextInt(10) == 0) {
            text.setLength(at);
          }
        }
      }
    }
    return text.toString();
  }

  /** Finds the line of an observation by its station, and reads it again. */
  private static void check(
      Format format,
      Observation observation,
      List<String> lines,
      List<String> foldedLines,
      Map<String, List<Integer>> stations) {
    String station = folded(observation.stationId().replaceFirst("^owm:", ""));
    List<String> tried = new ArrayList<>();
    for (int i : stations.getOrDefault(station, List.of())) {
      if (says(format, observation, lines, i, tried)) {
        return;
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      if (foldedLines.get(i).contains(station) && says(format, observation, lines, i, tried)) {
        return;
      }
    }
    // An escape or a quoted cell may hide the station, or it is a position.
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean mayHide = line.indexOf('\\') >= 0 || format.isCsv() && line.indexOf('"') >= 0;
      if ((mayHide || station.contains(",")) && says(format, observation, lines, i, tried)) {
        return;
      }
    }
    fail("%s is in none of %s", observation, tried.subList(0, Math.min(3, tried.size())));
  }

  private static boolean says(
      Format format, Observation observation, List<String> lines, int at, List<String> tried) {
    String line = lines.get(at);
    // A quoted cell may go on in the next lines.
    boolean isJoined = format.isCsv() && line.indexOf('"') >= 0;
    String all =
        isJoined ? String.join("\n", lines.subList(at, Math.min(lines.size(), at + 21))) : line;
    String fault = fault(format, observation, all);
    if (!fault.isEmpty()) {
      tried.add(fault + " in " + all);
    }
    return fault.isEmpty();
  }

  private static String folded(String line) {
    return BLANKS.matcher(line).replaceAll(" ");
  }

  private static String fault(Format format, Observation observation, String line) {
    List<Double> all = numbers(line, format);
    boolean timeIsThere =
        format == Format.OPENWEATHERMAP
            ? all.contains(observation.timeMillis() / 1000.0)
            : times(line).contains(observation.time());
    if (!timeIsThere) {
      return "no time " + observation.time();
    }
    String[] cells =
        format.isCsv() && line.indexOf('"') < 0
            ? line.split(format.comma ? ";" : ",", -1)
            : new String[0];
    for (Variable variable : FIELDS) {
      if (observation.has(variable)) {
        // Without quotes the cell itself must say it.
        String said = cells.length == 6 ? cells[2 + FIELDS.indexOf(variable)] : line;
        List<Double> numbers = cells.length == 6 ? numbers(said, format) : all;
        double value = observation.value(variable);
        boolean isDirection = variable.equals(Variables.WIND_DIRECTION_DEG);
        if (numbers.stream().noneMatch(number -> isIn(variable, number, value))
            && !(isDirection && isPoint(said, value))
            && !(isDirection && numbers.stream().anyMatch(n -> Math.rint(n) == value))) {
          return "no %s %s".formatted(variable.name(), value);
        }
      }
    }
    return "";
  }

  /** Whether a number is the value in some unit of it. */
  private static boolean isIn(Variable variable, double number, double value) {
    for (Unit unit : Unit.values()) {
      if (unit.dimension() == variable.unit().dimension()
          && Math.abs(unit.to(variable.unit(), number) - value) < 0.0051) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPoint(String text, double degrees) {
    String point = POINTS.get((int) Math.round(degrees / 22.5) % 16);
    String letters = text.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
    return letters.contains(point);
  }

  private static List<Instant> times(String line) {
    List<Instant> times = new ArrayList<>();
    Matcher time = TIME.matcher(line);
    while (time.find()) {
      String fraction = time.group(5) == null || time.group(5).length() < 2 ? "" : time.group(5);
      String offset = time.group(6).replace(":", "").toUpperCase(Locale.ROOT);
      if (!offset.equals("Z")) {
        offset =
            offset.substring(0, 3)
                + (offset.length() > 3 ? ":" + offset.substring(3, 5) : ":00")
                + (offset.length() > 5 ? ":" + offset.substring(5, 7) : "");
      }
      try {
        times.add(
            OffsetDateTime.parse(
                    "%sT%s:%s:%s%s%s"
                        .formatted(
                            time.group(1),
                            time.group(2),
                            time.group(3),
                            time.group(4) == null ? "00" : time.group(4),
                            fraction,
                            offset))
                .toInstant()
                .truncatedTo(ChronoUnit.MILLIS));
      } catch (DateTimeException e) {
        continue; // No time, so nothing to compare with.
      }
    }
    return times;
  }

  /** The numbers that a text could say; signs, groups and exponents as people write them. */
  private static List<Double> numbers(String text, Format format) {
    List<Double> numbers = new ArrayList<>();
    Matcher matcher = (format.comma ? NUMBER_WITH_COMMA : NUMBER).matcher(text);
    while (matcher.find()) {
      String token = matcher.group().replace('\u2212', '-').replaceAll("['\u2019\u00a0\u202f]", "");
      if (format.comma) {
        add(token.replace(".", "").replace(',', '.'), numbers);
      }
      add(token.replace(",", ""), numbers);
      for (String part : token.split(",")) {
        add(part, numbers);
      }
    }
    return numbers;
  }

  private static void add(String text, List<Double> numbers) {
    try {
      numbers.add(new BigDecimal(text).doubleValue());
    } catch (NumberFormatException e) {
      return; // Such as a lone sign.
    }
  }
}
