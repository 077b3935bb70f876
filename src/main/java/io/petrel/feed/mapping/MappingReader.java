package io.petrel.feed.mapping;

import static io.petrel.feed.mapping.MappingKeys.*;

import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.issue.SourceText;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlReader;
import io.petrel.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a mapping file and reports every fault in it. */
public final class MappingReader {
  private final String name;
  private final YamlMapping top;
  private final Path folder;
  private final @Nullable Path stationTable;

  private MappingReader(String name, YamlMapping top, Path folder, @Nullable Path stationTable) {
    this.name = name;
    this.top = top;
    this.folder = folder;
    this.stationTable = stationTable;
  }

  /**
   * Reads a file.
   *
   * @param stationTable instead of the file that it names; null = that one
   * @return empty, with the faults reported, if there is one
   */
  public static Optional<FeedMapping> read(Path file, @Nullable Path stationTable, Issues issues) {
    String text;
    try {
      text = Files.readString(file);
    } catch (MalformedInputException e) {
      issues.add(Issue.ofFile(file.toString(), "is not text in UTF-8"));
      return Optional.empty();
    } catch (IOException e) {
      issues.add(Issue.ofFile(file.toString(), "cannot be read: " + e.getMessage()));
      return Optional.empty();
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    return YamlReader.readMapping(new SourceText(file.toString(), text), issues)
        .flatMap(top -> new MappingReader(name, top, folder, stationTable).mapping())
        .filter(mapping -> !issues.hasErrors());
  }

  /** Without a format there is no telling which keys are right. */
  private Optional<FeedMapping> mapping() {
    return top.require(FORMAT).flatMap(v -> v.oneOf(FeedFormat.byWord())).map(this::mapping);
  }

  private FeedMapping mapping(FeedFormat format) {
    boolean json = format == FeedFormat.JSON;
    boolean mapped = json || format == FeedFormat.CSV;
    boolean metar = format == FeedFormat.METAR;
    Optional<String> reportColumn =
        metar ? top.get(REPORT_COLUMN).flatMap(YamlValue::text) : Optional.empty();
    boolean columns = format == FeedFormat.CSV || reportColumn.isPresent();
    boolean texts = mapped || metar || isJson(format);
    Optional<YamlMapping> station = stationKeys(format);
    FieldRuleReader fields = new FieldRuleReader(top.self(), json);
    StationTable stations =
        station.flatMap(s -> s.get(TABLE)).map(this::stations).orElse(StationTable.NONE);
    boolean tableHasZone =
        station
            .flatMap(s -> s.get(TABLE))
            .flatMap(YamlValue::mapping)
            .map(t -> t.has(ZONE))
            .orElse(false);
    FeedMapping mapping =
        new FeedMapping(
            name,
            format,
            stationId(format, station),
            station
                .flatMap(s -> s.get(NAME))
                .flatMap(MappingReader::template)
                .orElse(MappingTemplate.parse(format.stationName())),
            station.flatMap(s -> s.get(REGION)).flatMap(MappingReader::template).orElse(null),
            stations,
            time(mapped, mapped || columns, tableHasZone && mapped),
            texts ? top.get(CHARSET).flatMap(MappingReader::charset).orElse(null) : null,
            columns
                ? table(mapped)
                : json
                    ? new FeedMapping.Table(null, decimalSign(), List.of(), 1)
                    : FeedMapping.Table.PLAIN,
            json ? top.get(SELECT).flatMap(MappingReader::select).orElse(List.of()) : List.of(),
            mapped || columns ? texts(MISSING, Set.of()) : Set.of(),
            mapped ? top.require(FIELDS).map(fields::read).orElse(List.of()) : List.of(),
            leaveOut(),
            texts(REJECT_QUALITY, format.rejectedQuality()),
            reportColumn.orElse(null),
            metar ? top.get(DATE).flatMap(MappingReader::date).orElse(null) : null,
            format == FeedFormat.OPENWEATHERMAP ? units() : UnitChoice.STANDARD,
            format == FeedFormat.ISD ? texts(LEAVE_OUT_REPORTS, Set.of()) : Set.of(),
            mapped
                ? top.get(LEAVE_OUT_REPORTS).map(fields::textsBySource).orElse(Map.of())
                : Map.of());
    if (json) {
      paths(station);
    }
    station.ifPresent(s -> s.rejectUnknownKeys("a station"));
    top.rejectUnknownKeys("a mapping for " + format.word());
    return mapping;
  }

  private Optional<YamlMapping> stationKeys(FeedFormat format) {
    Optional<YamlValue> station =
        format.stationId().isEmpty() ? top.require(STATION) : top.get(STATION);
    return station.flatMap(YamlValue::mapping);
  }

  private static MappingTemplate stationId(FeedFormat format, Optional<YamlMapping> station) {
    MappingTemplate standard = MappingTemplate.parse(format.stationId());
    if (station.isEmpty()) {
      return standard;
    }
    YamlMapping keys = station.get();
    Optional<YamlValue> id = format.stationId().isEmpty() ? keys.require(ID) : keys.get(ID);
    return id.flatMap(MappingReader::template).orElse(standard);
  }

  private static boolean isJson(FeedFormat format) {
    return format == FeedFormat.WEATHER_GOV || format == FeedFormat.OPENWEATHERMAP;
  }

  /** The names in templates are paths, too. */
  private void paths(Optional<YamlMapping> station) {
    List<Optional<YamlValue>> templates =
        List.of(
            station.flatMap(s -> s.get(ID)),
            station.flatMap(s -> s.get(NAME)),
            station.flatMap(s -> s.get(REGION)),
            top.get(TIME).flatMap(YamlValue::mapping).flatMap(t -> t.get(FROM)));
    for (Optional<YamlValue> value : templates) {
      value
          .flatMap(YamlValue::text)
          .map(MappingTemplate::parse)
          .ifPresent(
              template ->
                  template.distinctNames().stream()
                      .filter(name -> FieldPath.parse(name).isEmpty())
                      .forEach(name -> value.get().error("'%s' is no path".formatted(name))));
    }
  }

  private @Nullable TimeRule time(boolean required, boolean allowed, boolean tableHasZone) {
    if (!allowed) {
      return null;
    }
    return (required ? top.require(TIME) : top.get(TIME))
        .flatMap(YamlValue::mapping)
        .flatMap(keys -> TimeRuleReader.read(keys, tableHasZone))
        .orElse(null);
  }

  private StationTable stations(YamlValue value) {
    return value
        .mapping()
        .map(keys -> new StationTableReader(keys, folder, stationTable).read())
        .orElse(StationTable.NONE);
  }

  private FeedMapping.Table table(boolean mapped) {
    Optional<YamlValue> header = mapped ? top.get(HEADER) : Optional.empty();
    Optional<YamlValue> lines = mapped ? top.get(HEADER_LINES) : Optional.empty();
    List<String> columns =
        header.map(YamlValue::listOrSingle).orElse(List.of()).stream()
            .flatMap(item -> item.text().stream())
            .toList();
    header
        .filter(h -> !h.isList())
        .ifPresent(
            h -> h.error("a list of the columns' names, for a file that has none: [time, temp]"));
    lines
        .filter(l -> header.isPresent())
        .ifPresent(l -> l.error("'header' says that the file has no line of names"));
    return new FeedMapping.Table(
        delimiter(),
        mapped ? decimalSign() : '.',
        columns,
        lines.map(l -> l.integer(1, 5).orElse(1)).orElse(1));
  }

  private char decimalSign() {
    Optional<YamlValue> value = top.get(DECIMAL_SIGN);
    String sign = value.flatMap(YamlValue::text).orElse(".");
    if (!sign.equals(".") && !sign.equals(",")) {
      value.ifPresent(v -> v.error("expected '.' or ',', found '%s'".formatted(sign)));
      return '.';
    }
    return sign.charAt(0);
  }

  private static Optional<Charset> charset(YamlValue value) {
    Optional<String> name = value.text().map(String::strip);
    try {
      return name.map(Charset::forName);
    } catch (IllegalArgumentException e) {
      value.error(
          "'%s' is not a character set%s; write one such as utf-8, windows-1252 or iso-8859-2"
              .formatted(
                  name.orElse(""),
                  NearestName.hint(name.orElse(""), Charset.availableCharsets().keySet())));
      return Optional.empty();
    }
  }

  private static Optional<List<String>> select(YamlValue value) {
    Optional<String> text = value.text().map(String::strip);
    Optional<List<String>> steps = text.flatMap(FieldPath::steps);
    if (text.isPresent() && steps.isEmpty()) {
      value.error(
          "'%s' is no path of names such as payload.after; a list on the way means each of its"
                  .formatted(text.get())
              + " members");
    }
    return steps;
  }

  /** Null = found. */
  private @Nullable Character delimiter() {
    Optional<YamlValue> value = top.get(DELIMITER);
    Optional<String> text = value.flatMap(YamlValue::text);
    if (value.isEmpty() || text.isEmpty()) {
      return null;
    }
    String plain =
        switch (text.get()) {
          case "\\t", "tab" -> "\t";
          case "blanks" -> " ";
          default -> text.get();
        };
    if (plain.length() != 1 || plain.equals("\"") || plain.equals("\n")) {
      value
          .get()
          .error(
              "expected one character, such as ',' or ';', or tab, or blanks; found '%s'"
                  .formatted(text.get()));
      return null;
    }
    return plain.charAt(0);
  }

  private Set<String> texts(String key, Set<String> otherwise) {
    return top.get(key).map(MappingReader::texts).orElse(otherwise);
  }

  static Set<String> texts(YamlValue value) {
    Set<String> texts = new LinkedHashSet<>();
    value.listOrSingle().forEach(item -> item.text().map(String::strip).ifPresent(texts::add));
    return texts;
  }

  private Set<String> leaveOut() {
    Set<String> names = new LinkedHashSet<>();
    top.get(LEAVE_OUT)
        .map(YamlValue::listOrSingle)
        .orElse(List.of())
        .forEach(item -> target(item).ifPresent(target -> names.add(target.name())));
    return names;
  }

  private UnitChoice units() {
    // Required: 280 could be kelvins, and 50 degrees of either kind.
    return top.require(UNITS)
        .flatMap(v -> v.oneOf(UnitChoice.byWord()))
        .orElse(UnitChoice.STANDARD);
  }

  static Optional<MappingTemplate> template(YamlValue value) {
    Optional<MappingTemplate> template = value.text().map(MappingTemplate::parse);
    template
        .filter(t -> t.texts().stream().anyMatch(text -> text.contains("${")))
        .ifPresent(t -> value.error("'${' without '}'; a value is written ${name}"));
    template
        .filter(t -> t.names().contains(""))
        .ifPresent(t -> value.error("'${}' names nothing; a value is written ${name}"));
    return template;
  }

  static Optional<FieldTarget> target(YamlValue item) {
    Optional<String> name = item.text().map(String::strip);
    Optional<FieldTarget> target = name.flatMap(FieldTarget::named);
    if (name.isPresent() && target.isEmpty()) {
      item.error(unknownField(name.get()));
    }
    return target;
  }

  static String unknownField(String name) {
    List<String> known = FieldTarget.names();
    return "'%s' is not a field of an observation%s; known are %s"
        .formatted(name, NearestName.hint(name, known), String.join(", ", known));
  }

  private static Optional<LocalDate> date(YamlValue value) {
    Optional<String> text = value.text();
    try {
      return text.map(t -> LocalDate.parse(t.strip()));
    } catch (DateTimeParseException e) {
      value.error("expected a date such as 2026-01-31, found '%s'".formatted(text.orElse("")));
      return Optional.empty();
    }
  }
}
