package io.petrel.feed;

import io.petrel.feed.format.SkipReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an import did.
 *
 * @param rows read, of any kind
 * @param written observations
 * @param skipped rows that became none, by reason; rows told twice are among {@code duplicates}
 * @param duplicates reports that say again what one of the station's last reports said
 * @param corrections reports that replace another of the same station and time
 * @param outOfOrder reports older than the one of their station before them
 * @param ambiguousTimes local times that the clock showed twice
 * @param unreadableValues values that are no numbers; the rest of their rows is used
 * @param unusedColumns columns of which nothing is used
 * @param stations different ones; counting stops at {@link #MOST_STATIONS}
 * @param unknownStations some that are not in the station table, if there is one
 * @param first time of the earliest observation; null = there is none
 * @param notes what was found out of the files, such as a character set that nobody said
 * @param broken files that could not be read to their end, and why
 */
public record ImportReport(
    long rows,
    long written,
    Map<SkipReason, Long> skipped,
    long duplicates,
    long corrections,
    long outOfOrder,
    long ambiguousTimes,
    long unreadableValues,
    List<Field> fields,
    List<String> unusedColumns,
    int stations,
    List<String> unknownStations,
    @Nullable Instant first,
    @Nullable Instant last,
    List<String> notes,
    List<String> broken) {
  /** Stations are not counted beyond this. */
  public static final int MOST_STATIONS = 100_000;

  public ImportReport {
    skipped = Map.copyOf(skipped);
    fields = List.copyOf(fields);
    unusedColumns = List.copyOf(unusedColumns);
    unknownStations = List.copyOf(unknownStations);
    notes = List.copyOf(notes);
    broken = List.copyOf(broken);
  }

  /**
   * The values of one field.
   *
   * @param fromUnit of the source; several if reports differ
   * @param converted of those written, how many came in another unit
   * @param implausible outside the schema's range, so left out
   * @param rejected by the provider's quality code, so left out
   * @param calm directions of no wind, so left out
   * @param overlapping sums whose part since the report before is not known, so left out
   * @param derived of those written, how many were made of other values of their report
   * @param clipped of those written, how many were just over the field's limit and became it
   */
  public record Field(
      String name,
      String source,
      String fromUnit,
      String unit,
      long written,
      long converted,
      long missing,
      long implausible,
      long rejected,
      long calm,
      long overlapping,
      long derived,
      long clipped) {}

  /** Rows that became no observation, duplicates apart. */
  public long skippedRows() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }
}
