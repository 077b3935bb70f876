package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.MappingTemplate;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.feed.mapping.UnitNames;
import io.petrel.weather.Unit;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of records whose values a mapping file explains: of cells of a CSV and of values in
 * JSON, all of which are texts by name. Not thread-safe.
 */
final class MappedRecords {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\h]+");

  /** What people and loggers write where there is no value. */
  private static final Pattern MARKER =
      Pattern.compile("[-/.*?_xX]+|N/?A|N\\.A\\.|NaN|M|nil|none|null|missing|unavailable|unknown");

  private static final Pattern NUMBER_WITH_UNIT =
      Pattern.compile("([+\u2212-]?\\d[\\d.,\u00a0\u202f]*)[\\s\\h]*([^\\d\\s.,+-].*)");
  private static final Pattern PARTS = Pattern.compile("[,;|/\\s]+");
  private static final Set<String> NO_DIRECTION =
      Set.of("VARIABLE", "VAR", "VRB", "CALM", "STILL", "V", "C");
  private static final List<String> POINTS =
      List.of(
          "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
          "NW", "NNW");

  private final FeedMapping mapping;
  private final TimeRule time;
  private final Map<String, Integer> slots = new LinkedHashMap<>();
  private final List<String> forTemplates = new ArrayList<>();
  private final Map<FieldRule, double[]> missingNumbers = new HashMap<>();
  private final FeedRow.@Nullable Rain rain;

  /** A record. */
  interface Texts {
    /** The text at the place of {@link #names}; null = there is none. */
    @Nullable String at(int slot);
  }

  /**
   * @throws IllegalArgumentException if the mapping has no time
   */
  MappedRecords(FeedMapping mapping) {
    this.mapping = mapping;
    if (mapping.time() == null) {
      throw new IllegalArgumentException("a mapping of columns or paths has a time");
    }
    this.time = mapping.time();
    use(time.from());
    use(mapping.stationId());
    use(mapping.stationName());
    use(mapping.region());
    use(mapping.stations().match());
    mapping.sources().forEach(this::slot);
    Duration period = null;
    for (FieldRule rule : mapping.fields()) {
      period = rule.period() == null ? period : rule.period();
      Set<String> texts = new HashSet<>(mapping.missing());
      texts.addAll(rule.missing());
      missingNumbers.put(
          rule, texts.stream().map(this::number).flatMapToDouble(OptionalDouble::stream).toArray());
    }
    this.rain = period == null ? null : new FeedRow.Rain(period, false, false);
  }

  private void use(@Nullable MappingTemplate template) {
    if (template != null) {
      for (String name : template.distinctNames()) {
        slot(name);
        forTemplates.add(name);
      }
    }
  }

  private int slot(String name) {
    Integer next = slots.size();
    Integer before = slots.putIfAbsent(name, next);
    return before == null ? next : before;
  }

  /** The columns or paths that are read, each once. */
  List<String> names() {
    return List.copyOf(slots.keySet());
  }

  /** What a record holds. */
  FeedRow row(long line, Texts texts) {
    for (Map.Entry<String, Set<String>> leaveOut : mapping.leaveOutRecords().entrySet()) {
      String text = text(texts, leaveOut.getKey());
      if (leaveOut.getValue().contains(text)) {
        return new FeedRow.Skipped(
            line,
            SkipReason.NOT_AN_OBSERVATION,
            "%s is '%s', which the mapping leaves out".formatted(leaveOut.getKey(), text));
      }
    }
    Map<String, String> names = new HashMap<>();
    for (String name : forTemplates) {
      String text = text(texts, name);
      if (!text.isEmpty() && !mapping.missing().contains(text)) {
        names.put(name, text);
      }
    }
    WrittenTimes.Outcome read = WrittenTimes.read(time, names);
    if (read instanceof WrittenTimes.Fault fault) {
      return new FeedRow.Skipped(line, SkipReason.BAD_TIME, fault.text());
    }
    List<FeedRow.Value> values = new ArrayList<>(mapping.fields().size());
    List<FeedRow.Text> fieldTexts = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (FieldRule rule : mapping.fields()) {
      if (rule.more().where().entrySet().stream()
          .allMatch(where -> where.getValue().contains(text(texts, where.getKey())))) {
        if (rule.target().isText()) {
          fieldTexts.add(fieldText(rule, texts));
        } else {
          values.add(value(rule, texts, unreadable));
        }
      }
    }
    if (values.isEmpty() && fieldTexts.isEmpty()) {
      return new FeedRow.Skipped(
          line, SkipReason.NOT_AN_OBSERVATION, "no field of the mapping is in this record");
    }
    return new FeedRow.Report(
        line, names, ((WrittenTimes.Read) read).time(), 0, values, fieldTexts, rain, unreadable);
  }

  /** The text of a record at a place; empty = none. */
  private String text(Texts texts, String name) {
    Integer slot = slots.get(name);
    String text = slot == null ? null : texts.at(slot);
    return text == null ? "" : plain(text);
  }

  /** A text without white space around it, and one blank for each run of it. */
  static String plain(String text) {
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }

  private FeedRow.Text fieldText(FieldRule rule, Texts texts) {
    String cell = part(rule, text(texts, rule.source()));
    return new FeedRow.Text(rule, isMissing(rule, cell) ? "" : cell, quality(rule, texts));
  }

  private String quality(FieldRule rule, Texts texts) {
    return rule.qualityColumn() == null ? "" : text(texts, rule.qualityColumn());
  }

  private FeedRow.Value value(FieldRule rule, Texts texts, List<String> unreadable) {
    String cell = part(rule, text(texts, rule.source()));
    String quality = quality(rule, texts);
    if (isMissing(rule, cell)) {
      return new FeedRow.Value(rule, Double.NaN, rule.unit(), quality);
    }
    Unit unit = rule.unit();
    String unitFrom = rule.more().unitFrom();
    if (unitFrom != null) {
      String code = text(texts, unitFrom);
      Optional<Unit> told = unit(rule, code);
      if (told.isEmpty()) {
        unreadable.add(
            "%s is in '%s', no unit of it".formatted(rule.source(), WrittenNumbers.shown(code)));
        return new FeedRow.Value(rule, Double.NaN, unit, quality);
      }
      unit = told.get();
    }
    OptionalDouble number = number(cell);
    if (number.isEmpty() && Variables.WIND_DIRECTION_DEG.equals(rule.target().variable())) {
      number = direction(rule, cell);
    }
    if (number.isEmpty() && Variables.PRECIP_MM.equals(rule.target().variable())) {
      number = cell.matches("(?i)t|tr|trace") ? OptionalDouble.of(0) : number;
    }
    Matcher withUnit = NUMBER_WITH_UNIT.matcher(cell);
    if (number.isEmpty() && withUnit.matches()) {
      Optional<Unit> written = unit(rule, withUnit.group(2));
      number = written.isEmpty() ? number : number(withUnit.group(1));
      unit = written.orElse(unit);
    }
    if (number.isEmpty()) {
      unreadable.add("%s is '%s', no number".formatted(rule.source(), WrittenNumbers.shown(cell)));
    }
    return new FeedRow.Value(rule, number.orElse(Double.NaN), unit, quality);
  }

  private static String part(FieldRule rule, String cell) {
    int part = rule.more().part();
    if (part == 0 || cell.isEmpty()) {
      return cell;
    }
    String[] parts = PARTS.split(cell, -1);
    return part <= parts.length ? parts[part - 1] : "";
  }

  private boolean isMissing(FieldRule rule, String cell) {
    if (cell.isEmpty()
        || mapping.missing().contains(cell)
        || rule.missing().contains(cell)
        || MARKER.matcher(cell).matches()) {
      return true;
    }
    double[] numbers = missingNumbers.getOrDefault(rule, new double[0]);
    if (numbers.length > 0) {
      OptionalDouble number = number(cell);
      for (double missing : numbers) {
        if (number.isPresent() && number.getAsDouble() == missing) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Unit> unit(FieldRule rule, String code) {
    return UnitNames.ofCode(code).filter(u -> u.dimension() == rule.unit().dimension());
  }

  private OptionalDouble number(String text) {
    return WrittenNumbers.decimal(text, mapping.table().decimalSign());
  }

  /** Degrees of a compass point; NaN for none; empty if it is no such text. */
  private static OptionalDouble direction(FieldRule rule, String cell) {
    String letters = cell.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
    if (NO_DIRECTION.contains(letters)) {
      return OptionalDouble.of(Double.NaN);
    }
    letters =
        letters
            .replace("NORTH", "N")
            .replace("SOUTH", "S")
            .replace("EAST", "E")
            .replace("WEST", "W");
    StringBuilder point = new StringBuilder();
    for (int i = 0; i < letters.length(); i++) {
      int index = rule.more().compass().indexOf(letters.substring(i, i + 1));
      point.append(index < 0 ? '?' : "NESW".charAt(index));
    }
    int index = POINTS.indexOf(point.toString());
    return index < 0 ? OptionalDouble.empty() : OptionalDouble.of(index == 0 ? 360 : index * 22.5);
  }
}
