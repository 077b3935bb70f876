package io.petrel.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.AlertReference;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What holds for every stream of matches, ends and removed rules at a place. {@code -Dpetrel.seed=}
 * repeats a case that failed, {@code -Dpetrel.cases=} tries more.
 */
class IncidentPropertiesTest {
  private static final int CASES = Integer.getInteger("petrel.cases", 400);
  private static final long SEED = Long.getLong("petrel.seed", 20260110L);
  private static final long FOREVER = Detections.at(60L * 24 * 60);
  private static final IncidentSettings SETTINGS = IncidentSettings.defaults();

  /** hurricane silences storm, storm silences gale; fog stands alone. */
  private static final Map<String, List<String>> INHIBITS =
      Map.of(
          "hurricane",
          List.of("storm"),
          "storm",
          List.of("gale"),
          "gale",
          List.of(),
          "fog",
          List.of());

  @Test
  void everyStreamKeepsTheContract() throws IOException {
    for (int i = 0; i < CASES; i++) {
      long seed = SEED + i;
      Script script = Script.random(new Random(seed));
      List<Alert> log;
      try {
        log = script.runInOne();
        checkContract(script, log);
        for (int run = 0; run < 3; run++) {
          assertThat(hex(script.runInPieces(new Random(seed * 31 + run)))).isEqualTo(hex(log));
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dpetrel.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void incidentsAreTheRunsOfMatchesWithoutALongerGapThanQuiet() {
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED + i);
      long quiet = 1 + random.nextInt(60);
      TreeSet<Long> minutes = new TreeSet<>();
      for (int n = 1 + random.nextInt(40); n > 0; n--) {
        minutes.add((long) random.nextInt(1200));
      }
      List<Long> begins = new ArrayList<>();
      List<Long> ends = new ArrayList<>();
      long last = Long.MIN_VALUE;
      for (long minute : minutes) {
        if (last == Long.MIN_VALUE || minute - last > quiet) {
          begins.add(Detections.at(minute));
          if (last != Long.MIN_VALUE) {
            ends.add(Detections.at(last + quiet));
          }
        }
        last = minute;
      }
      ends.add(Detections.at(last + quiet));

      PlaceUnderTest place = new PlaceUnderTest();
      for (long minute : minutes) {
        place.see(Detections.match("gale", "S1", minute).quiet(Duration.ofMinutes(quiet)));
      }
      place.until(10_000);

      assertThat(sent(place.log, Reason.FIRST_MATCH)).as("seed %d", SEED + i).isEqualTo(begins);
      assertThat(sent(place.log, Reason.ENDED_BY_QUIET)).as("seed %d", SEED + i).isEqualTo(ends);
    }
  }

  private static void checkContract(Script script, List<Alert> log) {
    Map<String, List<Alert>> byIncident = new LinkedHashMap<>();
    Map<String, Alert> openByRule = new HashMap<>();
    long time = Long.MIN_VALUE;
    for (Alert record : log) {
      if (record.sentMillis() != time) {
        checkInhibition(openByRule, time);
        time = record.sentMillis();
      }
      // (a) and (b): begin, updates, one end, and only then the next begin.
      if (record.msgType() == MsgType.ALERT) {
        assertThat(openByRule).doesNotContainKey(record.rule());
        assertThat(byIncident).doesNotContainKey(record.incidentId());
      } else {
        assertThat(openByRule).containsKey(record.rule());
        assertThat(openByRule.get(record.rule()).incidentId()).isEqualTo(record.incidentId());
      }
      checkStep(
          byIncident.computeIfAbsent(record.incidentId(), id -> new ArrayList<>()),
          record,
          script.quietMillis(record.rule()),
          script.remindMillis(record.rule()));
      byIncident.get(record.incidentId()).add(record);
      if (record.isEnd()) {
        openByRule.remove(record.rule());
      } else {
        openByRule.put(record.rule(), record);
      }
    }
    assertThat(openByRule).isEmpty();
    byIncident.values().forEach(IncidentPropertiesTest::checkCounts);
  }

  /** At a moment nothing is told of what is silenced by something open and told. */
  private static void checkInhibition(Map<String, Alert> openByRule, long time) {
    for (Alert record : openByRule.values()) {
      for (String silenced : INHIBITS.get(record.rule())) {
        Alert other = openByRule.get(silenced);
        if (other != null) {
          assertThat(other.sentMillis()).isLessThan(time);
        }
      }
    }
  }

  private static void checkStep(List<Alert> earlier, Alert record, long quiet, long remind) {
    assertThat(record.sequence()).isEqualTo(earlier.size());
    assertThat(record.identifier()).isEqualTo(record.incidentId() + "-" + earlier.size());
    assertThat(record.expiresMillis()).isGreaterThan(record.sentMillis());
    assertThat(record.references())
        .isEqualTo(
            earlier.stream()
                .filter(e -> e.expiresMillis() >= record.sentMillis())
                .map(e -> new AlertReference(e.sender(), e.identifier(), e.sentMillis()))
                .toList());
    if (earlier.isEmpty()) {
      return;
    }
    Alert last = earlier.get(earlier.size() - 1);
    assertThat(record.sentMillis()).isGreaterThanOrEqualTo(last.sentMillis());
    assertThat(record.references()).isNotEmpty();
    long since = record.sentMillis() - last.sentMillis();
    switch (record.reason()) {
      case SEVERITY_RAISED ->
          assertThat(record.message().severity()).isLessThan(last.message().severity());
      case AREA_GREW -> assertThat(record.places()).hasSizeGreaterThan(last.places().size());
      // (c) nothing else is told within quiet, but for what the author asked for.
      case SEVERITY_LOWERED -> {
        assertThat(since).isGreaterThanOrEqualTo(quiet);
        assertThat(record.message().severity()).isGreaterThan(last.message().severity());
      }
      case REMINDER -> assertThat(since).isGreaterThanOrEqualTo(remind > 0 ? remind : quiet);
      case ENDED_BY_QUIET, ENDED_BY_CONDITION, RULE_REMOVED, INHIBITOR_ENDED -> {}
      case FIRST_MATCH, STATE_LOST, OTHER ->
          throw new AssertionError(record.reason() + " in mid-incident");
    }
  }

  private static void checkCounts(List<Alert> incident) {
    Alert end = incident.get(incident.size() - 1);
    assertThat(end.isEnd()).isTrue();
    long published = incident.stream().filter(record -> !record.context().isEmpty()).count();
    long suppressed = incident.stream().mapToLong(Alert::suppressed).sum();
    assertThat(published + suppressed).isEqualTo(end.matches());
  }

  private static List<Long> sent(List<Alert> log, Reason reason) {
    return log.stream().filter(a -> a.reason() == reason).map(Alert::sentMillis).toList();
  }

  private static List<String> hex(List<Alert> log) throws IOException {
    List<String> bytes = new ArrayList<>();
    for (Alert alert : log) {
      bytes.add(HexFormat.of().formatHex(AlertCodec.INSTANCE.toBytes(alert)));
    }
    return bytes;
  }

  /** Detections of several rules and stations in event time order, and rules that are removed. */
  private record Script(List<Detection> detections, TreeMap<Long, String> removals) {
    static Script random(Random random) {
      int stations = 1 + random.nextInt(5);
      List<String> rules =
          INHIBITS.keySet().stream().sorted().limit(1 + random.nextInt(4)).toList();
      Map<String, Duration> quiet = new HashMap<>();
      Map<String, Duration> remind = new HashMap<>();
      for (String rule : rules) {
        quiet.put(rule, Duration.ofMinutes(5 + random.nextInt(120)));
        remind.put(
            rule,
            random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(5 + random.nextInt(200)));
      }
      Map<String, Duration> endsFor = new HashMap<>();
      for (String rule : rules) {
        endsFor.put(
            rule,
            random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(5 + random.nextInt(100)));
      }
      double pClear = random.nextDouble() * 0.5;
      int pace = 1 + random.nextInt(60);
      List<Detection> detections = new ArrayList<>();
      Set<String> taken = new TreeSet<>();
      long minute = 60;
      for (int n = random.nextInt(120); n > 0; n--) {
        minute += random.nextInt(4) == 0 ? 0 : random.nextInt(pace);
        if (random.nextInt(40) == 0) {
          minute += random.nextInt(3000);
        }
        String rule = rules.get(random.nextInt(rules.size()));
        String station = "S" + random.nextInt(stations);
        boolean isClear = random.nextDouble() < pClear;
        if (!taken.add(rule + station + minute + isClear)) {
          continue;
        }
        detections.add(
            isClear
                ? Detections.clearInRegion(rule, station, "north", minute)
                : Detections.match(rule, station, minute)
                    .region("north")
                    .quiet(quiet.get(rule))
                    .remind(remind.get(rule))
                    .endsFor(endsFor.get(rule))
                    .inhibits(INHIBITS.get(rule).toArray(String[]::new))
                    .severity(Severity.values()[random.nextInt(5)])
                    .peak(random.nextInt(4) == 0 ? Double.NaN : random.nextInt(40))
                    .build());
      }
      TreeMap<Long, String> removals = new TreeMap<>();
      if (random.nextInt(4) == 0) {
        removals.put(
            Detections.at(60 + random.nextInt((int) minute)),
            rules.get(random.nextInt(rules.size())));
      }
      return new Script(detections, removals);
    }

    long quietMillis(String rule) {
      return terms(rule).incident().quietMillis();
    }

    long remindMillis(String rule) {
      return terms(rule).incident().remindMillis();
    }

    private Match terms(String rule) {
      return detections.stream()
          .filter(d -> d.rule().equals(rule) && d instanceof Match)
          .map(Match.class::cast)
          .findFirst()
          .orElseThrow();
    }

    List<Alert> runInOne() {
      Run run = new Run();
      for (Map.Entry<Long, String> removal : removals.entrySet()) {
        run.advance(until(run.time, removal.getKey()), removal.getKey());
        run.remove(removal.getValue());
      }
      run.advance(until(run.time, FOREVER), FOREVER);
      return run.finish();
    }

    /** Other watermarks, other order of arrival, and recovery from state as it is written. */
    List<Alert> runInPieces(Random random) throws IOException {
      TreeSet<Long> watermarks = new TreeSet<>(removals.keySet());
      for (Detection detection : detections) {
        if (random.nextBoolean()) {
          watermarks.add(detection.timeMillis() + random.nextInt(3) - 1);
        }
        if (random.nextInt(4) == 0) {
          watermarks.add(detection.timeMillis() + random.nextInt(10_000_000));
        }
      }
      watermarks.add(FOREVER);
      Run run = new Run();
      for (long watermark : watermarks) {
        List<Detection> due = new ArrayList<>(until(run.time, watermark));
        Map<String, Integer> stationOrder = new HashMap<>();
        due.forEach(d -> stationOrder.computeIfAbsent(d.stationId(), s -> random.nextInt()));
        due.sort(Comparator.comparing(d -> stationOrder.get(d.stationId())));
        run.advance(due, watermark);
        if (removals.containsKey(watermark)) {
          run.remove(removals.get(watermark));
        }
        if (random.nextInt(3) == 0) {
          run.recover();
        }
        run.checkFold();
      }
      return run.finish();
    }

    private List<Detection> until(long after, long until) {
      return detections.stream()
          .filter(d -> d.timeMillis() > after && d.timeMillis() <= until)
          .toList();
    }
  }

  private static final class Run {
    private final IncidentLifecycle lifecycle = new IncidentLifecycle(SETTINGS);
    private final List<Alert> log = new ArrayList<>();
    private final Set<String> removed = new TreeSet<>();
    private PlaceIncidents incidents = PlaceIncidents.NONE;
    private long time = Long.MIN_VALUE;

    void advance(List<Detection> due, long watermark) {
      SortedMap<Long, List<Detection>> byTime = new TreeMap<>();
      for (Detection detection : due) {
        byTime.computeIfAbsent(detection.timeMillis(), t -> new ArrayList<>()).add(detection);
      }
      take(lifecycle.advance(incidents, byTime, removed, watermark));
      time = watermark;
    }

    void remove(String rule) {
      removed.add(rule);
      take(lifecycle.remove(incidents, Set.of(rule), time));
    }

    void recover() throws IOException {
      Map<String, IncidentState> restored = new HashMap<>();
      for (Map.Entry<String, IncidentState> entry : incidents.open().entrySet()) {
        IncidentState state =
            IncidentState.CODEC.fromBytes(IncidentState.CODEC.toBytes(entry.getValue()));
        assertThat(state).isEqualTo(entry.getValue());
        restored.put(entry.getKey(), state);
      }
      Map<String, UnconfirmedEnd> ended = new HashMap<>();
      for (Map.Entry<String, UnconfirmedEnd> entry : incidents.ended().entrySet()) {
        ended.put(
            entry.getKey(),
            UnconfirmedEnd.CODEC.fromBytes(UnconfirmedEnd.CODEC.toBytes(entry.getValue())));
      }
      incidents = new PlaceIncidents(restored, ended);
    }

    /** (e): the newest record of each incident that has not ended is what the state holds. */
    void checkFold() {
      Map<String, Alert> current = new TreeMap<>();
      for (Alert record : log) {
        if (record.isEnd()) {
          current.remove(record.incidentId());
        } else {
          current.put(record.incidentId(), record);
        }
      }
      Map<String, List<Object>> folded = new TreeMap<>();
      current.forEach(
          (id, record) ->
              folded.put(
                  id,
                  Arrays.asList(
                      record.sequence() + 1,
                      record.sentMillis(),
                      record.message().severity(),
                      record.places().size(),
                      record.expiresMillis())));
      Map<String, List<Object>> held = new TreeMap<>();
      for (IncidentState state : incidents.open().values()) {
        PublishedHistory published = state.published();
        if (!published.isNothing()) {
          held.put(
              IncidentId.of(state.rule(), state.by(), state.openedMillis()),
              Arrays.asList(
                  published.records(),
                  published.lastMillis(),
                  published.severity(),
                  published.places(),
                  published.expiresMillis()));
        }
      }
      assertThat(folded).isEqualTo(held);
    }

    List<Alert> finish() {
      assertThat(incidents).isEqualTo(PlaceIncidents.NONE);
      checkFold();
      return log;
    }

    private void take(PlaceUpdate outcome) {
      incidents = outcome.incidents();
      log.addAll(outcome.records());
    }
  }

  @Test
  void clearsAreIgnoredWhereNothingIsOpen() {
    PlaceUnderTest place = new PlaceUnderTest();
    Clear clear = Detections.clear("gale", "S1", 5);
    assertThat(place.see(clear)).isEmpty();
    assertThat(place.open()).isEmpty();
  }
}
