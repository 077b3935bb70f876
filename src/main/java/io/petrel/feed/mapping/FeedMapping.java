package io.petrel.feed.mapping;

import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping file that has been read. What a format has no use for is empty.
 *
 * @param name of the mapping's file without its extension: the {@code feed} of its reports
 * @param stationId template of the station's id
 * @param stationName template; an empty one = none
 * @param region template
 * @param time where a report's time is, in CSV and JSON
 * @param charset of the file; null = found
 * @param table how a CSV is laid out
 * @param select names on the way from a JSON document to its records; a list on the way means each
 *     of its members
 * @param missing texts that mean a missing value, anywhere in CSV and JSON
 * @param fields how columns and paths become fields, in CSV and JSON
 * @param leaveOut fields that are not imported
 * @param rejectedQuality quality codes of values that are not used
 * @param reportColumn column that holds the report, for METAR in a CSV
 * @param date a day near the first report, for METAR
 * @param units system in which OpenWeatherMap was asked
 * @param leaveOutReports types of ISD reports that are not imported
 * @param leaveOutRecords texts of records that are not imported, by column or path, in CSV and JSON
 */
public record FeedMapping(
    String name,
    FeedFormat format,
    MappingTemplate stationId,
    MappingTemplate stationName,
    @Nullable MappingTemplate region,
    StationTable stations,
    @Nullable TimeRule time,
    @Nullable Charset charset,
    Table table,
    List<String> select,
    Set<String> missing,
    List<FieldRule> fields,
    Set<String> leaveOut,
    Set<String> rejectedQuality,
    @Nullable String reportColumn,
    @Nullable LocalDate date,
    UnitChoice units,
    Set<String> leaveOutReports,
    Map<String, Set<String>> leaveOutRecords) {

  /**
   * How a CSV is laid out.
   *
   * @param delimiter between cells, a blank for any white space; null = found
   * @param decimalSign of its numbers
   * @param columns names of the columns where the file has no header; empty = it has one
   * @param headerLines that make the names together
   */
  public record Table(
      @Nullable Character delimiter, char decimalSign, List<String> columns, int headerLines) {
    /** As most are. */
    public static final Table PLAIN = new Table(null, '.', List.of(), 1);

    public Table {
      columns = List.copyOf(columns);
    }
  }

  public FeedMapping {
    missing = Set.copyOf(missing);
    fields = List.copyOf(fields);
    leaveOut = Set.copyOf(leaveOut);
    rejectedQuality = Set.copyOf(rejectedQuality);
    leaveOutReports = Set.copyOf(leaveOutReports);
    leaveOutRecords = Map.copyOf(leaveOutRecords);
    select = List.copyOf(select);
  }

  /** Whether a record has only some of a report's values: several make one. */
  public boolean isPartial() {
    return fields.stream().anyMatch(rule -> !rule.more().where().isEmpty());
  }

  /** The columns or paths that a record is read by, each once. */
  public Set<String> sources() {
    Set<String> names = new HashSet<>(leaveOutRecords.keySet());
    for (FieldRule rule : fields) {
      names.add(rule.source());
      names.addAll(rule.more().where().keySet());
      if (rule.qualityColumn() != null) {
        names.add(rule.qualityColumn());
      }
      if (rule.more().unitFrom() != null) {
        names.add(rule.more().unitFrom());
      }
    }
    return names;
  }

  /** The same for METAR reports that begin near another day. */
  public FeedMapping withDate(LocalDate near) {
    return new FeedMapping(
        name,
        format,
        stationId,
        stationName,
        region,
        stations,
        time,
        charset,
        table,
        select,
        missing,
        fields,
        leaveOut,
        rejectedQuality,
        reportColumn,
        near,
        units,
        leaveOutReports,
        leaveOutRecords);
  }
}
