package io.petrel.incident.silence;

import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Message;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.Urgency;
import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.IncidentTerms;
import io.petrel.alert.detection.Match;
import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The detections that {@link FeedSilence} creates. */
final class FeedSilentMatch {
  /** Interval at which a silent feed matches again, short enough to keep its incident open. */
  static final long REPEAT_MILLIS = 12 * 3_600_000L;

  private static final String VERSION = "1";
  private static final String STATION = "feed";
  private static final Map<String, String> BY = Map.of("feed", "all");
  private static final int EVIDENCE = 20;

  private FeedSilentMatch() {}

  static Match of(
      long timeMillis,
      List<Match> silent,
      long stations,
      long known,
      FeedSilenceSettings settings) {
    long first = silent.stream().mapToLong(Match::firstMillis).min().orElse(timeMillis);
    String share = String.format(Locale.ROOT, "%.0f %%", settings.share() * 100);
    return new Match(
        Rule.FEED_SILENT,
        VERSION,
        STATION,
        first,
        timeMillis,
        false,
        List.of(
            new StepEvidence(
                "silent",
                "more than " + share + " of the known stations",
                silent.stream().limit(EVIDENCE).map(Match::station).toList(),
                List.of())),
        Observation.at(STATION, timeMillis).stationName("All stations").build(),
        List.of(),
        Double.NaN,
        new Message(
            "Feed silent",
            Severity.MODERATE,
            Urgency.IMMEDIATE,
            Certainty.OBSERVED,
            Category.INFRA,
            String.format(
                Locale.ROOT, "Feed silent: %d of %d stations do not report", stations, known),
            ("More than %s of the stations went silent together: most likely the feed has failed,"
                    + " not the stations. Do not rely on other alerts until it is back.")
                .formatted(share),
            "Check the feed of observations.",
            Map.of(settings.label(), settings.value())),
        new IncidentTerms(BY, 2 * REPEAT_MILLIS, 0, 0, false, true, 0, List.of()));
  }

  static Clear clear(long timeMillis) {
    return new Clear(Rule.FEED_SILENT, VERSION, STATION, timeMillis, BY, true);
  }

  /** The match with a later time: the time at which it proved not to be part of a silent feed. */
  static Match at(Match match, long timeMillis) {
    return new Match(
        match.rule(),
        match.ruleVersion(),
        match.stationId(),
        match.firstMillis(),
        timeMillis,
        match.timedOut(),
        match.steps(),
        match.station(),
        match.context(),
        match.peak(),
        match.message(),
        match.incident());
  }
}
