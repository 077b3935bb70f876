package io.petrel.simulate;

/**
 * The faults between a station and the topic. Each share is of all reports (or of all values), 0 to
 * 1.
 *
 * @param missingValues values that are missing in fair weather; five times as many in a storm
 * @param missedReports reports that never arrive
 * @param duplicates reports that arrive twice
 * @param corrections reports that arrive with a wrong value and are replaced soon after
 * @param delayed reports that arrive 2 to 8 minutes after their time instead of 5 to 60 seconds
 * @param late reports that arrive 45 to 120 minutes after their time
 * @param silentStations stations that fall silent in the first storm, every other one for days;
 *     later every station fails now and then. 0 = stations never fail
 */
public record FeedSettings(
    double missingValues,
    double missedReports,
    double duplicates,
    double corrections,
    double delayed,
    double late,
    int silentStations) {
  public static final FeedSettings REALISTIC =
      new FeedSettings(0.002, 0.003, 0.004, 0.003, 0.02, 0.001, 2);

  /** Every report arrives once, complete and in order. */
  public static final FeedSettings PERFECT = new FeedSettings(0, 0, 0, 0, 0, 0, 0);

  public FeedSettings {
    StormSettings.require("missingValues", missingValues, 0, 0.2);
    StormSettings.require("missedReports", missedReports, 0, 1);
    StormSettings.require("duplicates", duplicates, 0, 1);
    StormSettings.require("corrections", corrections, 0, 1);
    StormSettings.require("delayed", delayed, 0, 1);
    StormSettings.require("late", late, 0, 1);
    StormSettings.require("silentStations", silentStations, 0, 10_000);
  }
}
