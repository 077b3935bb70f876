package io.petrel.feed.format;

import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.weather.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a feed's file holds at one place. */
public sealed interface FeedRow {
  /** Line of its first character, from 1. */
  long line();

  /**
   * A report.
   *
   * @param names texts for templates, by name
   * @param revision 0, or higher for a correction
   * @param values that the feed could have, present or not
   * @param texts likewise; several of one field are one text, with blanks between
   * @param rain what the precipitation sums over; null = since the station's report before
   * @param unreadable values that are no numbers, each told in a line
   */
  record Report(
      long line,
      Map<String, String> names,
      TimeRule.WrittenTime time,
      int revision,
      List<Value> values,
      List<Text> texts,
      @Nullable Rain rain,
      List<String> unreadable)
      implements FeedRow {}

  /** A row that is no report. */
  record Skipped(long line, SkipReason reason, String text) implements FeedRow {}

  /** Reading cannot go on: the rest of the file is lost. */
  record Broken(long line, String text) implements FeedRow {}

  /**
   * A value as the feed has it.
   *
   * @param number in {@code unit}; NaN = missing
   * @param quality the provider's code for it; empty = none
   */
  record Value(FieldRule rule, double number, Unit unit, String quality) {}

  /**
   * A text as the feed has it.
   *
   * @param text empty = missing
   * @param quality the provider's code for it; empty = none
   */
  record Text(FieldRule rule, String text, String quality) {}

  /**
   * The period of a precipitation sum, which ends with the report.
   *
   * @param length at most; zero = since the counter began, see {@link FieldRule#COUNTER}
   * @param sinceRoutine it began with the station's last routine report, if that is not longer ago
   * @param routine this report is one
   */
  record Rain(Duration length, boolean sinceRoutine, boolean routine) {
    /** Over a longer period rain is none of {@code precip_mm}, which rules take as an hour's. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /** Whether it goes to {@code extra} under the name of its period. */
    public boolean isLong() {
      return length.compareTo(LONGEST) > 0;
    }

    public boolean isCounter() {
      return length.equals(FieldRule.COUNTER);
    }
  }
}
