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
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a mapping file and reports every fault in it. */
public final class MappingReader {
  private final YamlMapping top;
  private final Path folder;
  private final @Nullable Path stationTable;

  private MappingReader(YamlMapping top, Path folder, @Nullable Path stationTable) {
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
    return YamlReader.readMapping(new SourceText(file.toString(), text), issues)
        .flatMap(top -> new MappingReader(top, folder, stationTable).mapping())
        .filter(mapping -> !issues.hasErrors());
  }

  /** Without a format there is no telling which keys are right. */
  private Optional<FeedMapping> mapping() {
    return top.require(FORMAT).flatMap(v -> v.oneOf(FeedFormat.byWord())).map(this::mapping);
  }

  private FeedMapping mapping(FeedFormat format) {
    boolean csv = format == FeedFormat.CSV;
    boolean metar = format == FeedFormat.METAR;
    Optional<String> reportColumn =
        metar ? top.get(REPORT_COLUMN).flatMap(YamlValue::text) : Optional.empty();
    boolean columns = csv || reportColumn.isPresent();
    Optional<YamlMapping> station = stationKeys(format);
    FieldRuleReader fields = new FieldRuleReader(top.self());
    FeedMapping mapping =
        new FeedMapping(
            format,
            stationId(format, station),
            station
                .flatMap(s -> s.get(NAME))
                .flatMap(MappingReader::template)
                .orElse(MappingTemplate.parse(format.stationName())),
            station.flatMap(s -> s.get(REGION)).flatMap(MappingReader::template).orElse(null),
            station.flatMap(s -> s.get(TABLE)).map(this::stations).orElse(StationTable.NONE),
            time(csv, columns),
            columns ? delimiter() : ',',
            columns ? texts(MISSING, Set.of()) : Set.of(),
            csv ? top.require(FIELDS).map(fields::read).orElse(List.of()) : List.of(),
            csv ? Set.of() : leaveOut(),
            texts(REJECT_QUALITY, format.rejectedQuality()),
            reportColumn.orElse(null),
            metar ? top.get(DATE).flatMap(MappingReader::date).orElse(null) : null,
            format == FeedFormat.OPENWEATHERMAP ? units() : UnitChoice.STANDARD,
            format == FeedFormat.ISD ? texts(LEAVE_OUT_REPORTS, Set.of()) : Set.of());
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

  private @Nullable TimeRule time(boolean required, boolean allowed) {
    if (!allowed) {
      return null;
    }
    return (required ? top.require(TIME) : top.get(TIME))
        .flatMap(YamlValue::mapping)
        .flatMap(TimeRuleReader::read)
        .orElse(null);
  }

  private StationTable stations(YamlValue value) {
    return value
        .mapping()
        .map(keys -> new StationTableReader(keys, folder, stationTable).read())
        .orElse(StationTable.NONE);
  }

  private char delimiter() {
    Optional<YamlValue> value = top.get(DELIMITER);
    String text = value.flatMap(YamlValue::text).orElse(",");
    String plain = text.equals("\\t") || text.equals("tab") ? "\t" : text;
    if (plain.length() != 1 || plain.equals("\"") || plain.equals("\n")) {
      value.ifPresent(
          v ->
              v.error(
                  "expected one character, such as ',', ';' or tab; found '%s'".formatted(text)));
      return ',';
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
