package io.petrel.feed.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.MappingReader;
import io.petrel.feed.metar.MetarText;
import io.petrel.issue.Issues;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reports with characters changed, cut, doubled and moved: no reader may throw, and no value may be
 * other than what a second reading of the text allows, which is written here without the reader's
 * forms. {@code -Dpetrel.fuzz.lines=1000000} reads more.
 */
class MutatedReportsTest {
  private static final int LINES = Integer.getInteger("petrel.fuzz.lines", 20_000);
  private static final String CHARACTERS = "0123456789/ MPKTSGVRB=\n+-,ACOQ$\u0000é";

  /** For values that may be of any field. */
  private static final String ANY = "any";

  @TempDir Path folder;

  /** What the text allows: the values of each field. */
  private static final class Allowed {
    private final Map<String, List<Double>> values = new HashMap<>();
    private final Set<String> texts = new HashSet<>();

    void add(String field, double value) {
      values.computeIfAbsent(field, f -> new ArrayList<>()).add(value);
    }

    /** Whether it is made of texts that are allowed, with or without blanks between. */
    boolean has(String text) {
      return text.isBlank()
          || texts.stream()
              .anyMatch(
                  part -> text.startsWith(part) && has(text.substring(part.length()).strip()));
    }

    boolean has(FeedRow.Value value) {
      double number = value.unit().to(value.rule().targetUnit(), value.number());
      return Stream.of(value.rule().target().name(), ANY)
          .flatMap(field -> values.getOrDefault(field, List.of()).stream())
          .anyMatch(v -> Math.abs(v - number) < 0.011);
    }
  }

  @Test
  void metar() {
    Random random = new Random(11);
    MetarReports reports = new MetarReports(new ReportDates(LocalDate.of(2020, 11, 4)));
    run(
        random,
        MutatedReportsTest::metarLine,
        text -> {
          List<FeedRow> rows = new ArrayList<>();
          MetarText found = new MetarText(new StringReader(text));
          try {
            for (MetarText.Found f = found.next(); f != null; f = found.next()) {
              rows.add(reports.row(f));
            }
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return rows;
        },
        MutatedReportsTest::metarAllows,
        0.4);
  }

  @Test
  void isd() throws IOException {
    IsdLines lines = new IsdLines(mapping("isd"));
    run(
        new Random(12),
        MutatedReportsTest::isdLine,
        text -> List.of(lines.row(1, text)),
        MutatedReportsTest::isdAllows,
        0.4);
  }

  @Test
  void isdLite() {
    IsdLiteLines lines = IsdLiteLines.of(Path.of("725030-14732-2013"));
    run(
        new Random(13),
        MutatedReportsTest::isdLiteLine,
        text -> List.of(lines.row(1, text)),
        MutatedReportsTest::isdLiteAllows,
        0.3);
  }

  @Test
  void isdCsv() throws IOException {
    FeedMapping mapping = mapping("isd");
    run(
        new Random(14),
        MutatedReportsTest::isdCsvRow,
        text -> {
          List<FeedRow> rows = new ArrayList<>();
          try (FeedReader reader = IsdCsv.read(new StringReader(CSV_HEADER + text), mapping)) {
            reader.forEachRemaining(rows::add);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return rows;
        },
        MutatedReportsTest::isdCsvAllows,
        0.3);
  }

  /** Reads as many lines as are asked for, of which at least a part must still be reports. */
  private static void run(
      Random random,
      Function<Random, String> line,
      Function<String, List<FeedRow>> reader,
      Function<String, Allowed> allows,
      double leastReports) {
    long reports = 0;
    long values = 0;
    for (int i = 0; i < LINES; i++) {
      String text = mutated(line.apply(random), random);
      Allowed allowed = null;
      for (FeedRow row : read(reader, text)) {
        if (row instanceof FeedRow.Report report) {
          reports++;
          for (FeedRow.Text written : report.texts()) {
            if (!written.text().isEmpty()) {
              allowed = allowed == null ? allows.apply(text) : allowed;
              if (!allowed.has(written.text())) {
                throw new AssertionError("'%s' is not in: %s".formatted(written.text(), text));
              }
            }
          }
          for (FeedRow.Value value : report.values()) {
            if (!Double.isNaN(value.number())) {
              values++;
              allowed = allowed == null ? allows.apply(text) : allowed;
              if (!allowed.has(value)) {
                throw new AssertionError(
                    "%s = %s is not in: %s".formatted(value.rule(), value.number(), text));
              }
            }
          }
        }
      }
    }
    assertThat(reports).isGreaterThan((long) (LINES * leastReports));
    assertThat(values).isGreaterThan(reports);
  }

  private static List<FeedRow> read(Function<String, List<FeedRow>> reader, String text) {
    try {
      return reader.apply(text);
    } catch (RuntimeException e) {
      throw new AssertionError("not read: " + text, e);
    }
  }

  private static String mutated(String line, Random random) {
    StringBuilder text = new StringBuilder(line);
    for (int edit = random.nextInt(5); edit > 0 && text.length() > 2; edit--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(8));
      switch (random.nextInt(5)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        case 2 -> text.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        default -> text.delete(at, end);
      }
    }
    return text.toString();
  }

  private static String metarLine(Random random) {
    StringBuilder text = new StringBuilder();
    for (int report = random.nextInt(10) == 0 ? 2 : 1; report > 0; report--) {
      one(text, random, "", "METAR ", "SPECI ", "METAR COR ", "201105041200 ", "2020/11/04 21:51 ");
      text.append("K").append((char) ('A' + random.nextInt(26))).append("BC ");
      text.append("04%02d%02dZ".formatted(random.nextInt(24), random.nextInt(60)));
      one(text, random, "", " AUTO", " COR", " NIL");
      text.append(" %03d%02d".formatted(10 * random.nextInt(37), random.nextInt(100)));
      one(text, random, "", "G%02d".formatted(random.nextInt(100)), "G//");
      one(text, random, "KT", "KT", "MPS", "KMH", "KT 180V240");
      one(
          text,
          random,
          " 9999",
          " CAVOK",
          " 10SM",
          " 1 1/2SM",
          " 11/2SM",
          " M1/4SM",
          " 0350",
          " 4000E",
          " 9999NDV",
          " 2000 1200SW",
          " P6SM",
          " ////");
      one(text, random, "", " -RA BR", " R12/1000D", " OVC010", " VV001", " PA 0250");
      one(text, random, " 10/08", " M02/M03", " M00/M00", " 32/M", " //05", " XX/XX", "");
      one(text, random, " Q1013", " A2992", " A0000", " Q////", " QNH2992INS", "");
      if (random.nextInt(3) == 0) {
        one(text, random, " BECMG", " TEMPO", " FM2200", " INTER 0422/0424", " PROB40", " NOSIG");
        text.append(" 35077G88KT 0123 31/30 Q0911");
      }
      if (random.nextInt(2) == 0) {
        text.append(" RMK AO2");
        one(text, random, " SLP132", " SLP982", " SLPNO", " SLP500");
        one(text, random, " T01000080", " T10211032", " T0322////", "");
        one(text, random, " P0012", " P0000", "");
        one(text, random, " 60034 70123", " 6////", " 4/012", " 402280139", "");
      }
      one(text, random, "=", "", " $", "\n", "= ");
      text.append(' ');
    }
    return text.toString();
  }

  private static void one(StringBuilder text, Random random, String... choices) {
    text.append(choices[random.nextInt(choices.length)]);
  }

  /** Every group is read by hand, wherever in a report it stands, but none of a forecast. */
  private static Allowed metarAllows(String text) {
    Allowed allowed = new Allowed();
    boolean forecast = false;
    boolean remarks = false;
    boolean hadRemarks = false;
    String before = "";
    String beforeThat = "";
    String plain = text.replace("=", " = ").replace('\u0000', ' ').replace(',', ' ');
    for (String group : plain.strip().split("\\s+")) {
      if (group.equals("=") || group.equals("METAR") || group.equals("SPECI") || isTime(group)) {
        forecast = false;
        remarks = false;
      } else if (group.startsWith("RMK")) {
        forecast = false;
        remarks = true;
        hadRemarks = true;
      } else if (isForecast(group)) {
        forecast = true;
      }
      if (!forecast) {
        if (hadRemarks) {
          remark(group, allowed);
        }
        if (!remarks) {
          allowed.texts.add(group);
          wind(before, group, allowed);
          visible(beforeThat, before, group, allowed);
          degrees(group, allowed);
          setting(group, allowed);
        }
      }
      beforeThat = before;
      before = group;
    }
    return allowed;
  }

  private static boolean isTime(String group) {
    return group.length() >= 6
        && group.length() <= 7
        && digits(group, 0, 6)
        && (group.length() == 6 || group.endsWith("Z"));
  }

  private static boolean isForecast(String group) {
    for (String word : List.of("BECMG", "TEMPO", "INTER", "PROB", "NOSIG")) {
      if (group.startsWith(word)) {
        return true;
      }
    }
    return group.startsWith("FM") && digits(group, 2, 6);
  }

  private static boolean digits(String text, int from, int to) {
    return text.length() >= to
        && text.substring(from, to).chars().allMatch(MutatedReportsTest::digit);
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private static void wind(String before, String group, Allowed allowed) {
    String whole = List.of("KT", "KTS", "MPS", "KMH").contains(group) ? before + group : group;
    for (Map.Entry<String, Double> unit :
        Map.of("KT", 1852 / 3600.0, "KTS", 1852 / 3600.0, "MPS", 1.0, "KMH", 1 / 3.6).entrySet()) {
      if (whole.endsWith(unit.getKey())) {
        String values = whole.substring(0, whole.length() - unit.getKey().length());
        int gust = values.indexOf('G');
        String mean = gust < 0 ? values : values.substring(0, gust);
        if (mean.length() > 3) {
          if (digits(mean, 0, 3)) {
            allowed.add("wind_direction_deg", Integer.parseInt(mean.substring(0, 3)));
          }
          add(
              allowed,
              "wind_speed_ms",
              mean.substring(3).replaceAll("^(P|ABV)", ""),
              unit.getValue());
        }
        if (gust >= 0) {
          add(
              allowed,
              "wind_gust_ms",
              values.substring(gust + 1).replaceAll("^P", ""),
              unit.getValue());
        }
      }
    }
  }

  private static void add(Allowed allowed, String field, String digits, double factor) {
    if (!digits.isEmpty() && digits.length() < 9 && digits(digits, 0, digits.length())) {
      allowed.add(field, Integer.parseInt(digits) * factor);
    }
  }

  private static void visible(String beforeThat, String before, String group, Allowed allowed) {
    if (group.equals("CAVOK") || group.startsWith("9999")) {
      allowed.add("visibility_m", 10_000);
    }
    if (digits(group, 0, 4) && !digits(group, 0, 5)) {
      allowed.add("visibility_m", Integer.parseInt(group.substring(0, 4)));
    }
    if (group.endsWith("KM")) {
      add(allowed, "visibility_m", group.substring(0, group.length() - 2), 1000);
    }
    if (group.endsWith("SM")) {
      String miles = group.substring(0, group.length() - 2);
      String whole = before;
      if (miles.isEmpty()) {
        miles = before;
        whole = beforeThat;
      }
      double factor = miles.startsWith("M") ? 0.5 : 1;
      miles = miles.replaceAll("^[MP]", "");
      add(allowed, "visibility_m", miles, factor * 1609.344);
      int slash = miles.indexOf('/');
      if (slash > 0) {
        String above = miles.substring(0, slash);
        String below = miles.substring(slash + 1);
        for (int cut = 0; cut < above.length(); cut++) {
          String wholes = cut == 0 ? "0" : above.substring(0, cut);
          fraction(allowed, wholes, above.substring(cut), below, factor);
        }
        fraction(allowed, whole, above, below, factor);
        fraction(allowed, whole.replaceAll("^.*[^0-9]", ""), above, below, factor);
      }
    }
  }

  private static void fraction(
      Allowed allowed, String whole, String above, String below, double factor) {
    String all = whole + above + below;
    if (!whole.isEmpty()
        && all.length() < 9
        && digits(all, 0, all.length())
        && !below.isEmpty()
        && !above.isEmpty()) {
      double part = Double.parseDouble(above) / Integer.parseInt(below);
      if (part > 0 && part < 1) {
        allowed.add("visibility_m", (Integer.parseInt(whole) + part) * factor * 1609.344);
        allowed.add("visibility_m", (Integer.parseInt(whole) + part * factor) * 1609.344);
      }
    }
  }

  private static void degrees(String group, Allowed allowed) {
    int slash = group.indexOf('/');
    for (int at = slash; at >= 0; at = group.indexOf('/', at + 1)) {
      degrees("temperature_c", group.substring(0, at), allowed);
      degrees("dew_point_c", group.substring(at + 1), allowed);
    }
  }

  private static void degrees(String field, String text, Allowed allowed) {
    String number = text.startsWith("M") ? text.substring(1) : text;
    if (number.length() == 2 && digits(number, 0, 2)) {
      int value = Integer.parseInt(number);
      allowed.add(field, !text.startsWith("M") ? value : value == 0 ? -0.1 : -value);
    }
  }

  private static void setting(String group, Allowed allowed) {
    if (group.startsWith("Q")
        && digits(group, 1, group.length())
        && group.length() < 6
        && group.length() > 3) {
      allowed.add("extra.altimeter_hpa", Integer.parseInt(group.substring(1)));
    }
    String inches = group.replaceAll("^(A|QNH)", "").replaceAll("INS$", "");
    if (inches.length() == 4 && digits(inches, 0, 4)) {
      allowed.add("extra.altimeter_hpa", Integer.parseInt(inches) * 0.3386389);
    }
  }

  private static void remark(String group, Allowed allowed) {
    if (group.startsWith("SLP") && group.length() == 6 && digits(group, 3, 6)) {
      for (int hundreds = 800; hundreds <= 1000; hundreds += 100) {
        allowed.add("pressure_hpa", hundreds + Integer.parseInt(group.substring(3)) / 10.0);
      }
    }
    if (group.startsWith("T")) {
      if (digits(group, 1, 5)) {
        allowed.add("temperature_c", tenths(group.substring(1, 5)));
      }
      if (group.length() == 9 && digits(group, 5, 9)) {
        allowed.add("dew_point_c", tenths(group.substring(5)));
      }
    }
    if (group.length() == 5 && digits(group, 1, 5)) {
      double millimetres = Integer.parseInt(group.substring(1)) * 0.254;
      switch (group.charAt(0)) {
        case 'P' -> allowed.add("precip_mm", millimetres);
        case '6' -> {
          allowed.add("extra.precip_3h_mm", millimetres);
          allowed.add("extra.precip_6h_mm", millimetres);
        }
        case '7' -> allowed.add("extra.precip_24h_mm", millimetres);
        default -> {}
      }
    }
    if (group.startsWith("4/") && group.length() == 5 && digits(group, 2, 5)) {
      allowed.add("snow_depth_cm", Integer.parseInt(group.substring(2)) * 2.54);
    }
  }

  private static double tenths(String text) {
    return Integer.parseInt(text.substring(1)) / (text.charAt(0) == '1' ? -10.0 : 10.0);
  }

  private static String isdLine(Random random) {
    StringBuilder text = new StringBuilder();
    text.append(
        "0123725030147322013%02d%02d%02d517%+06d%+07dFM-1%d+%04dKLGA V030"
            .formatted(
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(180000) - 90000,
                random.nextInt(360000) - 180000,
                2 + random.nextInt(5),
                random.nextInt(10000)));
    text.append(
        "%03d5N%04d5005185NN0%05d5N5"
            .formatted(random.nextInt(361), random.nextInt(999), random.nextInt(99999)));
    text.append(
        "%+05d5%+05d5%05d5"
            .formatted(
                random.nextInt(1200) - 600,
                random.nextInt(1200) - 600,
                9000 + random.nextInt(2000)));
    if (random.nextInt(4) > 0) {
      text.append("ADD");
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        text.append(
            "AA%d%02d%04d%d%d"
                .formatted(
                    i,
                    1 + random.nextInt(24),
                    random.nextInt(9999),
                    1 + random.nextInt(9),
                    random.nextInt(10)));
      }
      one(text, random, "", "AJ1%04d95000000".formatted(random.nextInt(9999)));
      one(
          text,
          random,
          "",
          "MA1%05d5%05d5".formatted(random.nextInt(99999), random.nextInt(99999)));
      one(text, random, "", "OC1%04d5".formatted(random.nextInt(9999)));
      one(text, random, "", "AU110020015", "AU137020025AU200040035AU300001015", "AU148000015");
      one(text, random, "", "MW1955", "AW1615", "AW1615MW1651MW2105");
      one(text, random, "", "REMMET OC199991AA101999991");
    }
    return text.toString();
  }

  private static Allowed isdAllows(String text) {
    Allowed allowed = new Allowed();
    place(allowed, "latitude", text, 28, 34, 1000);
    place(allowed, "longitude", text, 34, 41, 1000);
    place(allowed, "elevation_m", text, 46, 51, 1);
    place(allowed, "wind_direction_deg", text, 60, 63, 1);
    place(allowed, "wind_speed_ms", text, 65, 69, 10);
    place(allowed, "visibility_m", text, 78, 84, 1);
    place(allowed, "temperature_c", text, 87, 92, 10);
    place(allowed, "dew_point_c", text, 93, 98, 10);
    place(allowed, "pressure_hpa", text, 99, 104, 10);
    for (int at = 105; at + 6 <= text.length(); at++) {
      String name = text.substring(at, at + 2);
      if (name.equals("AA") && digits(text, at + 3, at + 9)) {
        int hours = Integer.parseInt(text.substring(at + 3, at + 5));
        String field = hours == 1 ? "precip_mm" : "extra.precip_%dh_mm".formatted(hours);
        place(allowed, field, text, at + 5, at + 9, 10);
      } else if (name.equals("AJ")) {
        place(allowed, "snow_depth_cm", text, at + 3, at + 7, 1);
      } else if (name.equals("OC")) {
        place(allowed, "wind_gust_ms", text, at + 3, at + 7, 10);
      } else if (name.equals("MA")) {
        place(allowed, "extra.altimeter_hpa", text, at + 3, at + 8, 10);
        place(allowed, "station_pressure_hpa", text, at + 9, at + 14, 10);
      } else if (name.equals("MW") && digits(text, at + 3, at + 5)) {
        allowed.texts.add(text.substring(at + 3, at + 5));
      } else if (name.equals("AW") && digits(text, at + 3, at + 5)) {
        allowed.texts.add("1" + text.substring(at + 3, at + 5));
      } else if (name.equals("AU") && digits(text, at + 3, at + 9)) {
        allowed.texts.add(weather(text.substring(at + 3, at + 9)));
        allowed.texts.remove("");
      }
    }
    return allowed;
  }

  /** The digits of an AU group: intensity, descriptor, precipitation (two), obscuration, other. */
  private static String weather(String digits) {
    return switch (digits.charAt(0)) {
          case '1' -> "-";
          case '3' -> "+";
          case '4' -> "VC";
          default -> "";
        }
        + pair("..MIPRBCDRBLSHTSFZ", digits.substring(1, 2))
        + pair("..DZRASNSGICPLGRGSUP", digits.substring(2, 4))
        + pair("..BRFGFUVADUSAHZPY", digits.substring(4, 5))
        + pair("..POSQFCSSDS", digits.substring(5, 6));
  }

  private static String pair(String pairs, String number) {
    int at = 2 * Integer.parseInt(number);
    return at == 0 || at >= pairs.length() ? "" : pairs.substring(at, at + 2);
  }

  /** A number at a place, unless it is all nines. */
  private static void place(
      Allowed allowed, String field, String text, int from, int to, double divisor) {
    if (text.length() < to) {
      return;
    }
    String number = text.substring(from, to);
    String digits = number.replaceFirst("^[+-]", "");
    if (digits.chars().allMatch(MutatedReportsTest::digit)
        && !digits.isEmpty()
        && digits.length() >= number.length() - 1
        && !digits.chars().allMatch(c -> c == '9')) {
      allowed.add(field, Double.parseDouble(number) / divisor);
    }
  }

  private static String isdLiteLine(Random random) {
    StringBuilder text =
        new StringBuilder(
            "2013 %02d %02d %02d"
                .formatted(1 + random.nextInt(12), 1 + random.nextInt(28), random.nextInt(24)));
    for (int i = 0; i < 8; i++) {
      text.append(" %5d".formatted(random.nextInt(5) == 0 ? -9999 : random.nextInt(400) - 40));
    }
    return text.toString();
  }

  private static Allowed isdLiteAllows(String text) {
    Allowed allowed = new Allowed();
    String[] fields = {
      "temperature_c",
      "dew_point_c",
      "pressure_hpa",
      "wind_direction_deg",
      "wind_speed_ms",
      "",
      "precip_mm",
      "extra.precip_6h_mm"
    };
    String[] parts = text.strip().split("\\s+");
    for (int i = 0; i < fields.length && i + 4 < parts.length; i++) {
      if (parts[i + 4].matches("[+-]?[0-9]{1,8}")) {
        int value = Integer.parseInt(parts[i + 4]);
        boolean rain = fields[i].contains("precip");
        if (value != -9999) {
          allowed.add(fields[i], rain && value == -1 ? 0 : i == 3 ? value : value / 10.0);
        }
      }
    }
    return allowed;
  }

  private static final String CSV_HEADER =
      "\"STATION\",\"DATE\",\"LATITUDE\",\"LONGITUDE\",\"ELEVATION\",\"NAME\",\"REPORT_TYPE\","
          + "\"WND\",\"VIS\",\"TMP\",\"DEW\",\"SLP\",\"AA1\",\"OC1\"\n";

  private static String isdCsvRow(Random random) {
    return ("\"72503014732\",\"2019-01-%02dT%02d:51:00\",\"%.5f\",\"%.5f\",\"%d.0\",\"A, B\",\"FM-15\","
            + "\"%03d,5,N,%04d,5\",\"%06d,5,N,5\",\"%+05d,5\",\"%+05d,5\",\"%05d,5\",\"0%d,%04d,9,5\",\"%04d,5\"\n")
        .formatted(
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextDouble() * 90,
            random.nextDouble() * 180,
            random.nextInt(3000),
            random.nextInt(361),
            random.nextInt(999),
            random.nextInt(99999),
            random.nextInt(1200) - 600,
            random.nextInt(1200) - 600,
            9000 + random.nextInt(2000),
            1 + random.nextInt(9),
            random.nextInt(999),
            random.nextInt(999));
  }

  /** Any number in a row is allowed where it is read as its column wants. */
  private static Allowed isdCsvAllows(String text) {
    Allowed allowed = new Allowed();
    String plain = text.replace(",", "").replace("\"", " ");
    for (String word : plain.split("[^0-9+.eE-]+")) {
      for (int from = 0; from < word.length(); from++) {
        for (int to = from + 1; to <= word.length(); to++) {
          try {
            double number = Double.parseDouble(word.substring(from, to));
            allowed.add(ANY, number);
            allowed.add(ANY, number / 10);
            allowed.add(ANY, Math.rint(number * 1000) / 1000);
            allowed.add(ANY, Math.round(number));
          } catch (NumberFormatException e) {
            continue;
          }
        }
      }
    }
    return allowed;
  }

  private FeedMapping mapping(String format) throws IOException {
    Path file = folder.resolve(format + ".yaml");
    Files.writeString(file, "format: %s\n".formatted(format.toLowerCase(Locale.ROOT)));
    return MappingReader.read(file, null, new Issues()).orElseThrow();
  }
}
