package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Unit;
import io.petrel.weather.Variables;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * NOAA Integrated Surface Data, full format: the control and mandatory sections (positions 1 to
 * 105) and of the additional section gust (OC1), precipitation (AA1 to AA4), pressures (MA1), snow
 * depth (AJ1) and present weather (AU, MW, AW).
 */
final class IsdLines implements LineFeed.Lines {
  private static final int MANDATORY_END = 105;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm").withResolverStyle(ResolverStyle.STRICT);

  /** Summaries of a day or month and precipitation tables: times and values of no one report. */
  private static final Set<String> SUMMARIES =
      Set.of(
          "SOD", "SOM", "PCP15", "PCP60", "COOPD", "COOPS", "CRB", "CRN05", "CRN15", "NSRDB",
          "BOGUS");

  /** WMO code table 4019: the periods over which precipitation is summed. */
  private static final Map<Integer, FieldRule> LONG_SUMS =
      Stream.of(2, 3, 6, 9, 12, 15, 18, 24)
          .collect(
              Collectors.toMap(
                  hours -> hours,
                  hours -> FieldRule.precipitation("AA %d h".formatted(hours), hours, 1),
                  (a, b) -> a,
                  TreeMap::new));

  /**
   * Condition codes of amounts that are not what fell in their period: impossible or inaccurate,
   * accumulated over another time, deleted, missing, incomplete.
   */
  private static final String NO_AMOUNT = "1345678IJ";

  private static final FieldRule LATITUDE = rule(Variables.LATITUDE, Unit.DEGREE, 3);
  private static final FieldRule LONGITUDE = rule(Variables.LONGITUDE, Unit.DEGREE, 3);
  private static final FieldRule ELEVATION = rule(Variables.ELEVATION_M, Unit.METRE, 0);
  private static final FieldRule DIRECTION = rule(Variables.WIND_DIRECTION_DEG, Unit.DEGREE, 0);
  private static final FieldRule SPEED = rule(Variables.WIND_SPEED_MS, Unit.METRE_PER_SECOND, 1);
  private static final FieldRule VISIBILITY = rule(Variables.VISIBILITY_M, Unit.METRE, 0);
  private static final FieldRule TEMPERATURE = rule(Variables.TEMPERATURE_C, Unit.CELSIUS, 1);
  private static final FieldRule DEW_POINT = rule(Variables.DEW_POINT_C, Unit.CELSIUS, 1);
  private static final FieldRule PRESSURE = rule(Variables.PRESSURE_HPA, Unit.HECTOPASCAL, 1);
  private static final FieldRule GUST = rule(Variables.WIND_GUST_MS, Unit.METRE_PER_SECOND, 1);
  private static final FieldRule RAIN = rule(Variables.PRECIP_MM, Unit.MILLIMETRE, 1);
  private static final FieldRule SNOW = rule(Variables.SNOW_DEPTH_CM, Unit.CENTIMETRE, 0);
  private static final FieldRule ALTIMETER =
      FieldRule.extra("MA1 altimeter", "altimeter_hpa", Unit.HECTOPASCAL, 1);
  private static final FieldRule STATION_PRESSURE =
      FieldRule.of("MA1 station", Variables.named("station_pressure_hpa"), Unit.HECTOPASCAL, 1);

  private static final Pattern GUST_GROUP = Pattern.compile("OC1(\\d{4})([0-9A-Z])");
  private static final Pattern RAIN_GROUP =
      Pattern.compile("(AA[1-4])(\\d{2})(\\d{4})([0-9A-Z])([0-9A-Z])");
  private static final Pattern SNOW_GROUP = Pattern.compile("AJ1(\\d{4})[0-9A-Z]([0-9A-Z])");
  private static final Pattern PRESSURE_GROUP =
      Pattern.compile("MA1(\\d{5})([0-9A-Z])(\\d{5})([0-9A-Z])");

  private static final Pattern WEATHER_GROUP =
      Pattern.compile("AU[1-9]([0-49])([0-9])(0\\d|99)([0-9])([0-59])([1-39])([0-9A-Z])");
  private static final Pattern MANUAL_WEATHER_GROUP = Pattern.compile("MW[1-7](\\d\\d)([0-9A-Z])");
  private static final Pattern AUTOMATIC_WEATHER_GROUP =
      Pattern.compile("AW[1-4](\\d\\d)([0-9A-Z])");
  private static final FieldRule WEATHER =
      FieldRule.of("AU, MW or AW", ObservationField.PRESENT_WEATHER);

  /** What the digits of an AU group mean in a METAR, in its order. */
  private static final List<List<String>> WEATHER_CODES =
      List.of(
          List.of("", "-", "", "+", "VC"),
          List.of("", "MI", "PR", "BC", "DR", "BL", "SH", "TS", "FZ"),
          List.of("", "DZ", "RA", "SN", "SG", "IC", "PL", "GR", "GS", "UP"),
          List.of("", "BR", "FG", "FU", "VA", "DU", "SA", "HZ", "PY"),
          List.of("", "PO", "SQ", "FC", "SS", "DS"));

  private static final List<FieldRule> RULES = allRules();

  private final Set<String> leaveOutReports;

  IsdLines(FeedMapping mapping) {
    this.leaveOutReports = mapping.leaveOutReports();
  }

  private static FieldRule rule(io.petrel.weather.Variable variable, Unit unit, int decimals) {
    return FieldRule.of(variable.name(), variable, unit, decimals);
  }

  @Override
  public List<FieldRule> rules() {
    return RULES;
  }

  private static List<FieldRule> allRules() {
    List<FieldRule> rules =
        new ArrayList<>(
            List.of(
                LATITUDE,
                LONGITUDE,
                ELEVATION,
                PRESSURE,
                STATION_PRESSURE,
                TEMPERATURE,
                DEW_POINT,
                SPEED,
                GUST,
                DIRECTION,
                VISIBILITY,
                RAIN,
                SNOW,
                ALTIMETER));
    rules.addAll(LONG_SUMS.values());
    rules.add(WEATHER);
    return List.copyOf(rules);
  }

  @Override
  public FeedRow row(long line, String text) {
    if (text.length() < MANDATORY_END) {
      return new FeedRow.Skipped(
          line,
          SkipReason.MALFORMED,
          "%d characters where the mandatory section has %d"
              .formatted(text.length(), MANDATORY_END));
    }
    String type = part(text, 42, 46).strip();
    if (SUMMARIES.contains(type) || leaveOutReports.contains(type)) {
      return new FeedRow.Skipped(
          line, SkipReason.NOT_AN_OBSERVATION, "a report of type %s".formatted(type));
    }
    LocalDateTime time;
    try {
      time = LocalDateTime.parse(part(text, 16, 27), TIME);
    } catch (DateTimeException e) {
      return new FeedRow.Skipped(
          line,
          SkipReason.BAD_TIME,
          "positions 16 to 27 are '%s', must be yyyyMMddHHmm".formatted(part(text, 16, 27)));
    }
    List<String> unreadable = new ArrayList<>();
    List<FeedRow.Value> values = mandatory(text, unreadable);
    String section = additionalSection(text);
    additional(section, values, unreadable);
    boolean airport = type.equals("FM-15") || type.equals("FM-16");
    FeedRow.Rain rain = new FeedRow.Rain(FeedRow.Rain.LONGEST, airport, type.equals("FM-15"));
    return new FeedRow.Report(
        line,
        names(text),
        new TimeRule.Exact(time.toInstant(ZoneOffset.UTC)),
        0,
        values,
        weather(section),
        rain,
        unreadable);
  }

  private static Map<String, String> names(String text) {
    Map<String, String> names = new HashMap<>();
    names.put("usaf", part(text, 5, 10).strip());
    names.put("wban", part(text, 11, 15).strip());
    names.put("type", part(text, 42, 46).strip());
    String call = part(text, 52, 56).strip();
    if (!call.equals("99999")) {
      names.put("call", call);
    }
    return names;
  }

  private static List<FeedRow.Value> mandatory(String text, List<String> unreadable) {
    List<FeedRow.Value> values = new ArrayList<>();
    values.add(value(LATITUDE, text, 29, 34, 1000, "", unreadable));
    values.add(value(LONGITUDE, text, 35, 41, 1000, "", unreadable));
    values.add(value(ELEVATION, text, 47, 51, 1, "", unreadable));
    values.add(value(DIRECTION, text, 61, 63, 1, part(text, 64, 64), unreadable));
    values.add(value(SPEED, text, 66, 69, 10, part(text, 70, 70), unreadable));
    values.add(value(VISIBILITY, text, 79, 84, 1, part(text, 85, 85), unreadable));
    values.add(value(TEMPERATURE, text, 88, 92, 10, part(text, 93, 93), unreadable));
    values.add(value(DEW_POINT, text, 94, 98, 10, part(text, 99, 99), unreadable));
    values.add(value(PRESSURE, text, 100, 104, 10, part(text, 105, 105), unreadable));
    return values;
  }

  /** A number in tenths and the like. */
  private static FeedRow.Value value(
      FieldRule rule,
      String text,
      int from,
      int to,
      double divisor,
      String quality,
      List<String> unreadable) {
    String digits = part(text, from, to);
    double number = Double.NaN;
    if (!digits.matches("[+-]?\\d+")) {
      unreadable.add(
          "positions %d to %d (%s) are '%s', no whole number"
              .formatted(from, to, rule.source(), digits));
    } else if (!isMissing(digits)) {
      number = Integer.parseInt(digits) / divisor;
    }
    return new FeedRow.Value(rule, number, rule.unit(), quality);
  }

  /** Nines stand for a missing value everywhere. */
  private static boolean isMissing(String digits) {
    return digits.chars().skip(Character.isDigit(digits.charAt(0)) ? 0 : 1).allMatch(c -> c == '9');
  }

  /** Groups after ADD, without the remarks, which are free text. */
  private static String additionalSection(String text) {
    String rest = text.substring(MANDATORY_END);
    if (!rest.startsWith("ADD")) {
      return "";
    }
    int end = rest.length();
    for (String section : List.of("REM", "EQD", "QNN")) {
      int start = rest.indexOf(section);
      end = start >= 0 && start < end ? start : end;
    }
    return rest.substring(3, end);
  }

  private static void additional(
      String section, List<FeedRow.Value> values, List<String> unreadable) {
    Matcher gust = GUST_GROUP.matcher(section);
    boolean hasGust = gust.find();
    values.add(group(GUST, hasGust, gust, 1, 10));
    Matcher snow = SNOW_GROUP.matcher(section);
    values.add(group(SNOW, snow.find(), snow, 1, 1));
    Matcher pressure = PRESSURE_GROUP.matcher(section);
    boolean hasPressure = pressure.find();
    values.add(group(ALTIMETER, hasPressure, pressure, 1, 10));
    values.add(group(STATION_PRESSURE, hasPressure, pressure, 3, 10));
    precipitation(section, values, unreadable);
  }

  /**
   * METAR groups, where the report was one; else figures: those of WMO code table 4677 that a
   * person gave, or of 4680, which an automatic station has, plus 100 (BUFR table 0 20 003).
   */
  private static List<FeedRow.Text> weather(String section) {
    List<FeedRow.Text> texts = new ArrayList<>();
    Matcher groups = WEATHER_GROUP.matcher(section);
    while (groups.find()) {
      String group = metarGroup(groups);
      boolean goesOn = groups.group(6).equals("3") && !texts.isEmpty();
      String begun = goesOn ? texts.remove(texts.size() - 1).text() : "";
      if (!group.isEmpty() || goesOn) {
        texts.add(new FeedRow.Text(WEATHER, begun + group, groups.group(7)));
      }
    }
    if (texts.isEmpty()) {
      figures(MANUAL_WEATHER_GROUP, "", section, texts);
    }
    if (texts.isEmpty()) {
      figures(AUTOMATIC_WEATHER_GROUP, "1", section, texts);
    }
    return texts.isEmpty() ? List.of(new FeedRow.Text(WEATHER, "", "")) : texts;
  }

  private static String metarGroup(Matcher groups) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WEATHER_CODES.size(); i++) {
      List<String> codes = WEATHER_CODES.get(i);
      int code = Integer.parseInt(groups.group(i + 1));
      text.append(code < codes.size() ? codes.get(code) : ""); // 9 is missing
    }
    boolean isWeather = text.chars().filter(Character::isLetter).count() > 0;
    return isWeather && !text.toString().equals("VC") ? text.toString() : "";
  }

  private static void figures(
      Pattern form, String hundreds, String section, List<FeedRow.Text> texts) {
    Matcher groups = form.matcher(section);
    while (groups.find()) {
      texts.add(new FeedRow.Text(WEATHER, hundreds + groups.group(1), groups.group(2)));
    }
  }

  private static FeedRow.Value group(
      FieldRule rule, boolean found, Matcher matcher, int group, double divisor) {
    boolean there = found && !isMissing(matcher.group(group));
    return new FeedRow.Value(
        rule,
        there ? Integer.parseInt(matcher.group(group)) / divisor : Double.NaN,
        rule.unit(),
        found ? matcher.group(group + 1) : "");
  }

  /** Each sum under its period; the first where two groups have the same. */
  private static void precipitation(
      String section, List<FeedRow.Value> values, List<String> unreadable) {
    Map<FieldRule, FeedRow.Value> sums = new LinkedHashMap<>();
    sums.put(RAIN, new FeedRow.Value(RAIN, Double.NaN, RAIN.unit(), ""));
    LONG_SUMS.values().forEach(r -> sums.put(r, new FeedRow.Value(r, Double.NaN, r.unit(), "")));
    Matcher matcher = RAIN_GROUP.matcher(section);
    while (matcher.find()) {
      int hours = Integer.parseInt(matcher.group(2));
      if (hours == 99 || isMissing(matcher.group(3))) {
        continue;
      }
      FieldRule rule = hours == 1 ? RAIN : LONG_SUMS.get(hours);
      if (rule == null || NO_AMOUNT.contains(matcher.group(4))) {
        unreadable.add(
            "%s is %s"
                .formatted(
                    matcher.group(1),
                    rule == null
                        ? "precipitation over %d h, which has no field".formatted(hours)
                        : "no amount of its period: its condition code is " + matcher.group(4)));
      } else if (isMissing(sums.get(rule))) {
        double amount = Integer.parseInt(matcher.group(3)) / 10.0;
        sums.put(rule, new FeedRow.Value(rule, amount, rule.unit(), matcher.group(5)));
      }
    }
    values.addAll(sums.values());
  }

  /** Positions as in the format's document: from 1, both inclusive. */
  private static String part(String text, int from, int to) {
    return text.substring(from - 1, to);
  }

  private static boolean isMissing(FeedRow.@Nullable Value value) {
    return value == null || Double.isNaN(value.number());
  }
}
