package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.MappingTemplate;
import io.petrel.issue.NearestName;
import io.petrel.wire.file.CsvLine;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The header of a CSV, and the columns that its mapping uses. */
final class CsvColumns {
  private final List<String> names;
  private final char delimiter;
  private final Set<String> missing;
  private final Set<String> own;
  private final Set<String> used = new LinkedHashSet<>();
  private final Map<String, Integer> forTemplates = new HashMap<>();

  /**
   * Takes the header apart.
   *
   * @param own names that a report has besides its columns
   * @throws IOException if there is none, or it lacks a column that the templates name
   */
  CsvColumns(@Nullable String header, FeedMapping mapping, Set<String> own) throws IOException {
    if (header == null) {
      throw new IOException("the file is empty: a header of column names is expected");
    }
    this.names = CsvLine.split(header, mapping.delimiter());
    this.delimiter = mapping.delimiter();
    this.missing = mapping.missing();
    this.own = Set.copyOf(own);
    use(mapping.stationId());
    use(mapping.stationName());
    use(mapping.region());
    use(mapping.stations().match());
    use(mapping.time() == null ? null : mapping.time().from());
  }

  private void use(@Nullable MappingTemplate template) throws IOException {
    if (template != null) {
      for (String name : template.distinctNames()) {
        if (!own.contains(name)) {
          forTemplates.put(name, index(name));
        }
      }
    }
  }

  /**
   * The place of a column, 0-based, which counts as used from now on.
   *
   * @throws IOException if the header has no such column
   */
  int index(String name) throws IOException {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IOException(
          "line 1: the mapping names the column '%s'%s; the header has %s"
              .formatted(name, NearestName.hint(name, names), String.join(", ", names)));
    }
    used.add(name);
    return index;
  }

  List<String> unused() {
    return names.stream().filter(name -> !used.contains(name)).toList();
  }

  /**
   * The cells of a line.
   *
   * @throws IOException if they do not fit the header
   */
  List<String> cells(String line) throws IOException {
    List<String> cells = CsvLine.split(line, delimiter);
    if (cells.size() != names.size()) {
      throw new IOException(
          "%d cells where the header has %d".formatted(cells.size(), names.size()));
    }
    return cells;
  }

  /** Whether a cell says that there is no value. */
  boolean isMissing(String cell) {
    return cell.isEmpty() || missing.contains(cell);
  }

  /** The texts that the templates of the mapping need. */
  Map<String, String> texts(List<String> cells) {
    Map<String, String> texts = new HashMap<>();
    forTemplates.forEach(
        (name, index) -> {
          if (!isMissing(cells.get(index))) {
            texts.put(name, cells.get(index));
          }
        });
    return texts;
  }
}
