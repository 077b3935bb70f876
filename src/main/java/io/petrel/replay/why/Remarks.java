package io.petrel.replay.why;

import io.petrel.rule.Condition;
import io.petrel.text.Durations;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Remarks about a time span of a station's reports, in sentences. */
final class Remarks {
  private static final int SHOWN = 5;

  private final RuleView view;
  private final Reports reports;
  private final TimeWords times;
  private final Duration reviseFor;

  /**
   * @param reviseFor how much older than the newest a report may be in a running engine
   */
  Remarks(RuleView view, Reports reports, TimeWords times, Duration reviseFor) {
    this.view = view;
    this.reports = reports;
    this.times = times;
    this.reviseFor = reviseFor;
  }

  /**
   * The usual time between two reports of different times: the median; an hour if there is none.
   */
  long usualMillis() {
    List<Observation> seen = reports.seen();
    long[] gaps =
        IntStream.range(1, seen.size())
            .mapToLong(i -> seen.get(i).timeMillis() - seen.get(i - 1).timeMillis())
            .filter(gap -> gap > 0)
            .sorted()
            .toArray();
    return gaps.length == 0 ? Duration.ofHours(1).toMillis() : gaps[gaps.length / 2];
  }

  /** Both ends inclusive. */
  List<String> around(long from, long to) {
    List<String> notes = new ArrayList<>();
    List<Observation> here =
        reports.seen().stream()
            .filter(report -> report.timeMillis() >= from && report.timeMillis() <= to)
            .toList();
    impossible(here, notes);
    filtered(here, notes);
    late(here, notes);
    gaps(here, notes);
    return notes;
  }

  private void impossible(List<Observation> here, List<String> notes) {
    for (Observation report : here) {
      for (Reports.Impossible value : reports.notCounted().getOrDefault(report, List.of())) {
        if (notes.size() < SHOWN) {
          notes.add(ConditionWords.impossible(value, times.of(report.timeMillis())));
        }
      }
    }
  }

  private void filtered(List<Observation> here, List<String> notes) {
    Condition filter = view.rule().observations();
    List<Observation> hidden =
        here.stream().filter(report -> !view.visible().contains(report)).toList();
    if (filter != null && !hidden.isEmpty()) {
      notes.add(
          "%s not exist for this rule (observations: %s): %s"
              .formatted(
                  hidden.size() == 1 ? "1 report does" : hidden.size() + " reports do",
                  filter.text(),
                  list(hidden)));
    }
  }

  private void late(List<Observation> here, List<String> notes) {
    for (Observation report : here) {
      Duration by = reports.outOfOrder().get(report);
      if (by != null && by.compareTo(reviseFor) > 0) {
        notes.add(
            "the report of %s comes %s after a newer one in the file; a running engine revises for %s (detect.revise-for) and would set it aside as late"
                .formatted(
                    times.of(report.timeMillis()), Durations.code(by), Durations.code(reviseFor)));
      }
    }
  }

  private void gaps(List<Observation> here, List<String> notes) {
    long usual = usualMillis();
    for (int i = 1; i < here.size(); i++) {
      long gap = here.get(i).timeMillis() - here.get(i - 1).timeMillis();
      if (gap > usual + usual / 2) {
        notes.add(
            "no report from %s to %s (usually one every %s)"
                .formatted(
                    times.of(here.get(i - 1).timeMillis()),
                    times.of(here.get(i).timeMillis()),
                    Durations.code(Duration.ofMillis(usual))));
      }
    }
  }

  private String list(List<Observation> some) {
    String first =
        String.join(
            ", ", some.stream().limit(SHOWN).map(one -> times.of(one.timeMillis())).toList());
    return some.size() > SHOWN ? first + ", .." : first;
  }
}
