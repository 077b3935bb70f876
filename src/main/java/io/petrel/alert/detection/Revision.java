package io.petrel.alert.detection;

import java.util.List;
import java.util.Map;

/**
 * What was detected by one rule at one station is no longer true: a late or corrected report took
 * some of it away, and put other things in its place. One unit, so that no stage sees half of it.
 *
 * @param timeMillis event time of the earliest withdrawn or added detection
 * @param withdrawn matches and clears that were emitted and do not hold any more
 * @param added matches and clears that hold instead or besides, by time
 * @param cause the report that changed
 */
public record Revision(
    String rule,
    String ruleVersion,
    String stationId,
    long timeMillis,
    Map<String, String> by,
    List<Withdrawn> withdrawn,
    List<Detection> added,
    ReportChange cause)
    implements Detection {

  /**
   * A detection that was emitted and does not hold any more.
   *
   * @param id its {@link Detection#id}
   * @param timeMillis its {@link Detection#timeMillis}
   */
  public record Withdrawn(long id, long timeMillis) {}

  public Revision {
    by = Map.copyOf(by);
    withdrawn = List.copyOf(withdrawn);
    added = List.copyOf(added);
  }

  @Override
  public long id() {
    throw new UnsupportedOperationException("a revision is not revised");
  }

  @Override
  public long bytesInMemory() {
    return Detection.super.bytesInMemory()
        + added.stream().mapToLong(Detection::bytesInMemory).sum();
  }
}
