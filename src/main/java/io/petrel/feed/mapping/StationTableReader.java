package io.petrel.feed.mapping;

import static io.petrel.feed.mapping.MappingKeys.*;

import io.petrel.issue.Issue;
import io.petrel.issue.NearestName;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.wire.file.BoundedLines;
import io.petrel.wire.file.CsvLine;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the station table that a mapping file names: a CSV with a header. */
final class StationTableReader {
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_STATIONS = 200_000;

  private final YamlMapping keys;
  private final Path folder;
  private final @Nullable Path instead;

  /**
   * @param folder against which a relative file name counts
   * @param instead of the file that is named; null = that one
   */
  StationTableReader(YamlMapping keys, Path folder, @Nullable Path instead) {
    this.keys = keys;
    this.folder = folder;
    this.instead = instead;
  }

  StationTable read() {
    Optional<YamlValue> file = keys.require(FILE);
    Optional<YamlValue> key = keys.require(KEY);
    Optional<MappingTemplate> match = keys.get(MATCH).flatMap(MappingReader::template);
    Unit elevationUnit =
        keys.get(ELEVATION_UNIT).flatMap(StationTableReader::unit).orElse(Unit.METRE);
    for (String optional : List.of(LATITUDE, LONGITUDE, ELEVATION, NAME, REGION, ZONE)) {
      keys.get(optional);
    }
    keys.rejectUnknownKeys("a station table");
    Optional<Path> path =
        instead == null ? file.flatMap(YamlValue::text).map(folder::resolve) : Optional.of(instead);
    if (file.isEmpty() || key.isEmpty() || path.isEmpty()) {
      return StationTable.NONE;
    }
    try (var in = Files.newBufferedReader(path.get())) {
      return new StationTable(
          match.orElse(null), stations(new BoundedLines(in, MAX_LINE), path.get(), elevationUnit));
    } catch (NoSuchFileException e) {
      file.get().error("the station table %s is not there".formatted(path.get()));
    } catch (CharacterCodingException e) {
      file.get().error("the station table %s is not text in UTF-8".formatted(path.get()));
    } catch (IOException e) {
      file.get()
          .error("the station table %s cannot be read: %s".formatted(path.get(), e.getMessage()));
    }
    return StationTable.NONE;
  }

  private Map<String, StationTable.Entry> stations(
      BoundedLines lines, Path file, Unit elevationUnit) throws IOException {
    String header = lines.next();
    List<String> columns = header == null ? List.of() : CsvLine.split(header, ',');
    int keyColumn = column(KEY, columns);
    int nameColumn = column(NAME, columns);
    int regionColumn = column(REGION, columns);
    int zoneColumn = column(ZONE, columns);
    List<Position> positions =
        List.of(
            new Position(column(LATITUDE, columns), Variables.LATITUDE, Unit.DEGREE),
            new Position(column(LONGITUDE, columns), Variables.LONGITUDE, Unit.DEGREE),
            new Position(column(ELEVATION, columns), Variables.ELEVATION_M, elevationUnit));
    Map<String, StationTable.Entry> stations = new HashMap<>();
    for (String line = lines.next(); line != null; line = lines.next()) {
      List<String> cells = CsvLine.split(line, ',');
      String key = cell(cells, keyColumn);
      if (key == null) {
        continue;
      }
      Map<FieldTarget, Double> values = new HashMap<>();
      for (Position position : positions) {
        position
            .read(cells, file, lines.number())
            .ifPresent(v -> values.put(FieldTarget.of(position.variable), v));
      }
      stations.put(
          key,
          new StationTable.Entry(
              cell(cells, nameColumn),
              cell(cells, regionColumn),
              zone(cell(cells, zoneColumn), file, lines.number()),
              values));
      if (stations.size() > MAX_STATIONS) {
        throw new IOException("it has more than %,d stations".formatted(MAX_STATIONS));
      }
    }
    return stations;
  }

  private static @Nullable String cell(List<String> cells, int column) {
    return column < 0 || column >= cells.size() || cells.get(column).isEmpty()
        ? null
        : cells.get(column);
  }

  private @Nullable ZoneId zone(@Nullable String text, Path file, long line) {
    try {
      return text == null ? null : ZoneId.of(text);
    } catch (DateTimeException e) {
      keys.self()
          .issues()
          .add(
              Issue.ofFile(
                  "%s:%d".formatted(file, line),
                  "'%s' is not a time zone%s"
                      .formatted(text, NearestName.hint(text, ZoneId.getAvailableZoneIds()))));
      return null;
    }
  }

  /** The place of the column that a key names; -1 if it names none or, as a fault, a wrong one. */
  private int column(String key, List<String> columns) {
    Optional<YamlValue> value = keys.get(key);
    Optional<String> name = value.flatMap(YamlValue::text);
    if (value.isEmpty() || name.isEmpty()) {
      return -1;
    }
    int column = columns.indexOf(name.get());
    if (column < 0) {
      value
          .get()
          .error(
              "the station table has no column '%s'%s; it has %s"
                  .formatted(
                      name.get(),
                      NearestName.hint(name.get(), columns),
                      String.join(", ", columns)));
    }
    return column;
  }

  private static Optional<Unit> unit(YamlValue value) {
    Optional<String> name = value.text();
    Optional<Unit> unit =
        name.flatMap(UnitNames::find).filter(u -> u.dimension() == Unit.METRE.dimension());
    if (name.isPresent() && unit.isEmpty()) {
      value.error(
          "'%s' is not a unit of height%s; write m or ft"
              .formatted(name.get(), UnitNames.hint(name.get())));
    }
    return unit;
  }

  /** A number of a station. */
  private final class Position {
    private final int column;
    private final Variable variable;
    private final Unit unit;

    Position(int column, Variable variable, Unit unit) {
      this.column = column;
      this.variable = variable;
      this.unit = unit;
    }

    Optional<Double> read(List<String> cells, Path file, long line) {
      String text = cell(cells, column);
      if (text == null) {
        return Optional.empty();
      }
      double value = Double.NaN;
      try {
        value = Math.rint(unit.to(variable.unit(), Double.parseDouble(text)) * 1e6) / 1e6;
      } catch (NumberFormatException e) {
        // Said below, with what is allowed.
      }
      if (!variable.isPlausible(value)) {
        keys.self()
            .issues()
            .add(
                Issue.ofFile(
                    "%s:%d".formatted(file, line),
                    "%s is '%s', must be a number from %s to %s %s"
                        .formatted(
                            variable.name(),
                            text,
                            variable.minimum(),
                            variable.maximum(),
                            variable.unit().symbol())));
        return Optional.empty();
      }
      return Optional.of(value);
    }
  }
}
