package io.petrel.feed.mapping;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping file that has been read. What a format has no use for is empty.
 *
 * @param stationId template of the station's id
 * @param stationName template; an empty one = none
 * @param region template
 * @param time where a report's time is, in CSV
 * @param delimiter between cells, in CSV
 * @param missing texts that mean a missing value, in any column of a CSV
 * @param fields how columns become fields, in CSV
 * @param leaveOut fields that are not imported
 * @param rejectedQuality quality codes of values that are not used
 * @param reportColumn column that holds the report, for METAR in a CSV
 * @param date a day near the first report, for METAR
 * @param units system in which OpenWeatherMap was asked
 * @param leaveOutReports types of ISD reports that are not imported
 */
public record FeedMapping(
    FeedFormat format,
    MappingTemplate stationId,
    MappingTemplate stationName,
    @Nullable MappingTemplate region,
    StationTable stations,
    @Nullable TimeRule time,
    char delimiter,
    Set<String> missing,
    List<FieldRule> fields,
    Set<String> leaveOut,
    Set<String> rejectedQuality,
    @Nullable String reportColumn,
    @Nullable LocalDate date,
    UnitChoice units,
    Set<String> leaveOutReports) {
  public FeedMapping {
    missing = Set.copyOf(missing);
    fields = List.copyOf(fields);
    leaveOut = Set.copyOf(leaveOut);
    rejectedQuality = Set.copyOf(rejectedQuality);
    leaveOutReports = Set.copyOf(leaveOutReports);
  }

  /** The same for METAR reports that begin near another day. */
  public FeedMapping withDate(LocalDate near) {
    return new FeedMapping(
        format,
        stationId,
        stationName,
        region,
        stations,
        time,
        delimiter,
        missing,
        fields,
        leaveOut,
        rejectedQuality,
        reportColumn,
        near,
        units,
        leaveOutReports);
  }
}
