package io.petrel.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.AlertReference;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.alert.Status;
import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.IncidentTerms;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.ReportChange;
import io.petrel.alert.detection.Revision;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order of arrival, in the end a ledger has published what the ordered run has. {@code
 * -Dpetrel.seed=} repeats a case that failed, {@code -Dpetrel.cases=} tries more.
 */
class LedgerPropertiesTest {
  private static final int CASES = Integer.getInteger("petrel.cases", 600);
  private static final long SEED = Long.getLong("petrel.seed", 20260117L);
  private static final long FOREVER = 50_000;
  private static final IncidentSettings SETTINGS =
      new IncidentSettings(
          "petrel@localhost",
          Status.TEST,
          IncidentSettings.defaults().scope(),
          Duration.ofHours(24),
          Duration.ofHours(1),
          256,
          Duration.ofHours(6));

  /** hurricane silences storm, storm silences gale; fog stands alone. */
  private static final Map<String, List<String>> INHIBITS =
      Map.of("hurricane", List.of("storm"), "storm", List.of("gale"));

  @Test
  void anyOrderOfArrivalComesToWhatTheOrderedRunSays() throws IOException {
    int[] seen = new int[Reason.values().length];
    for (int i = 0; i < CASES; i++) {
      long seed = SEED + i;
      try {
        Script.random(new Random(seed)).check(seed, seen);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dpetrel.seed=" + seed + ": " + e.getMessage());
      }
    }
    assertThat(seen[Reason.CORRECTED.ordinal()]).as("corrected").isPositive();
    assertThat(seen[Reason.WITHDRAWN.ordinal()]).as("withdrawn").isPositive();
    assertThat(seen[Reason.FIRST_MATCH.ordinal()]).isPositive();
    System.out.printf(
        "%d cases: %d alerts, %d corrected, %d withdrawn%n",
        CASES,
        seen[Reason.FIRST_MATCH.ordinal()],
        seen[Reason.CORRECTED.ordinal()],
        seen[Reason.WITHDRAWN.ordinal()]);
  }

  @Test
  void theOperatorTellsTheSameAlsoAfterRecoveries() throws Exception {
    for (int i = 0; i < CASES / 20; i++) {
      long seed = SEED + i;
      Script script = Script.random(new Random(seed));
      Map<String, List<Alert>> expected = byIncident(new Run(script, new Random(), false).log);
      OperatorRun run = new OperatorRun();
      run.run(script, new Random(seed));
      Map<String, List<Alert>> told = byIncident(run.log);
      assertThat(told.keySet()).as("seed %d", seed).isEqualTo(expected.keySet());
      told.forEach((id, log) -> checkEqual(log, expected.get(id)));
      assertThat(run.isEmpty || script.lastMinute < FOREVER).as("seed %d", seed).isTrue();
    }
  }

  private static Map<String, List<Alert>> byIncident(List<Alert> log) {
    Map<String, List<Alert>> incidents = new TreeMap<>();
    log.forEach(
        alert -> incidents.computeIfAbsent(alert.incidentId(), id -> new ArrayList<>()).add(alert));
    return incidents;
  }

  /** The same calls in Flink's operator, with state in checkpoints. */
  private static final class OperatorRun {
    private final List<Alert> log = new ArrayList<>();
    private KeyedBroadcastOperatorTestHarness<String, Detection, RuleSetUpdate, Alert> harness;
    private IncidentOperator operator;
    private boolean isEmpty;

    OperatorRun() throws Exception {
      start(null);
    }

    private void start(@Nullable OperatorSubtaskState snapshot) throws Exception {
      operator = new IncidentOperator(new TrackIncidents(SETTINGS, Set.of("gale")));
      harness =
          new KeyedBroadcastOperatorTestHarness<>(
              operator, detection -> IncidentTracker.place(detection.by()), Types.STRING, 1, 1, 0);
      harness.setup(
          CodecTypeInfo.of(AlertCodec.INSTANCE)
              .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      if (snapshot != null) {
        harness.initializeState(snapshot);
      }
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
    }

    void run(Script script, Random random) throws Exception {
      long minute = 0;
      for (int i = 0; i < script.arrivals.size(); i++) {
        Arrival arrival = script.arrivals.get(i);
        // A start has no watermark: the next arrival must come after the next one.
        boolean mayStart =
            i + 1 < script.arrivals.size()
                && script.arrivals.get(i + 1).atMinute > arrival.atMinute;
        for (; minute < arrival.atMinute; minute++) {
          harness.processWatermark(Detections.at(minute - script.delay));
        }
        harness.processElement(arrival.detection, arrival.detection.timeMillis());
        harness.setProcessingTime(harness.getProcessingTime() + IncidentOperator.TOGETHER_MILLIS);
        if (random.nextInt(4) == 0) {
          operator.prepareSnapshotPreBarrier(1);
          OperatorSubtaskState snapshot = harness.snapshot(1, 1);
          if (mayStart && random.nextBoolean()) {
            log.addAll(harness.extractOutputValues());
            harness.close();
            start(snapshot);
          }
        }
      }
      for (; minute < script.lastMinute && minute < 5_000; minute++) {
        harness.processWatermark(Detections.at(minute));
      }
      harness.processWatermark(Detections.at(script.lastMinute));
      log.addAll(harness.extractOutputValues());
      isEmpty =
          ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries()
                  == 0
              && harness.numEventTimeTimers() == 0;
      harness.close();
    }
  }

  /** What subscribers must agree on in the end. */
  private record Final(
      String id,
      boolean ended,
      Severity severity,
      Set<String> stations,
      long matches,
      long onset,
      double peak) {}

  /** Something that arrives at a wall-clock time. */
  private record Arrival(long atMinute, long order, Detection detection) {}

  /**
   * @param standing what is true in the end
   * @param arrivals what comes, with detections that are withdrawn again and some that come late
   * @param lastMinute event time up to which the watermark goes
   */
  private record Script(
      List<Detection> standing, List<Arrival> arrivals, long delay, long lastMinute) {
    static Script random(Random random) {
      int stations = 1 + random.nextInt(3);
      List<String> rules = List.of("fog", "gale", "hurricane", "storm");
      int ruleCount = 1 + random.nextInt(4);
      Map<String, Duration> quiet = new HashMap<>();
      Map<String, Duration> endsFor = new HashMap<>();
      Map<String, Duration> remind = new HashMap<>();
      Map<String, Boolean> whenCertain = new HashMap<>();
      for (String rule : rules) {
        quiet.put(rule, Duration.ofMinutes(5 + random.nextInt(120)));
        endsFor.put(rule, Duration.ofMinutes(random.nextBoolean() ? 0 : random.nextInt(30)));
        remind.put(rule, Duration.ofMinutes(random.nextBoolean() ? 0 : 5 + random.nextInt(200)));
        whenCertain.put(rule, random.nextInt(5) == 0);
      }
      boolean toTheEnd = random.nextBoolean();
      // A slow feed's ends come later than those of the ordered run, so only where all have come.
      long extra = toTheEnd && random.nextInt(3) == 0 ? random.nextInt(40) : 0;
      int places = 1 + random.nextInt(2);
      long delay = 1 + random.nextInt(15);
      int longest = 10 + random.nextInt(140); // twice that is less than reviseFor
      List<Detection> standing = new ArrayList<>();
      List<Arrival> arrivals = new ArrayList<>();
      Set<String> taken = new TreeSet<>();
      long last = 0;
      for (int n = 1 + random.nextInt(30); n > 0; n--) {
        long minute = random.nextInt(60 + random.nextInt(900));
        String rule = rules.get(random.nextInt(ruleCount));
        String station = "S" + random.nextInt(stations);
        boolean certain = whenCertain.get(rule);
        String region = "r" + random.nextInt(places);
        if (!taken.add(rule + station + minute)) {
          continue;
        }
        last = Math.max(last, minute);
        Detection detection;
        if (random.nextInt(4) == 0) {
          detection =
              new Clear(
                  rule, "v1", station, Detections.at(minute), Map.of("region", region), certain);
        } else {
          detection =
              with(
                  Detections.match(rule, station, minute)
                      .region(region)
                      .severity(Severity.values()[random.nextInt(4)])
                      .peak(random.nextInt(5))
                      .quiet(quiet.get(rule))
                      .remind(remind.get(rule))
                      .endsFor(endsFor.get(rule))
                      .inhibits(INHIBITS.getOrDefault(rule, List.of()).toArray(new String[0]))
                      .build(),
                  certain,
                  extra * 60_000);
        }
        long lateness = random.nextInt(3) == 0 ? random.nextInt(longest) : 0;
        long arrives = minute + lateness + random.nextInt(3);
        if (certain) {
          arrives += delay;
        }
        switch (random.nextInt(5)) {
          case 0 -> { // comes, and is withdrawn
            arrivals.add(new Arrival(arrives, random.nextInt(), detection));
            Detection other =
                detection instanceof Match match && random.nextBoolean()
                    ? with(
                        new Match(
                            match.rule(),
                            match.ruleVersion(),
                            match.stationId(),
                            match.firstMillis(),
                            match.timeMillis(),
                            false,
                            match.steps(),
                            match.station(),
                            match.context(),
                            -1,
                            match.message(),
                            match.incident()),
                        certain,
                        extra * 60_000)
                    : null;
            if (other != null) {
              standing.add(other);
            }
            arrivals.add(
                new Arrival(
                    arrives + 1 + random.nextInt(longest),
                    random.nextInt(),
                    revision(detection, List.of(detection), other)));
          }
          case 1 -> { // comes with a revision
            standing.add(detection);
            arrivals.add(
                new Arrival(arrives, random.nextInt(), revision(detection, List.of(), detection)));
          }
          default -> {
            standing.add(detection);
            arrivals.add(new Arrival(arrives, random.nextInt(), detection));
          }
        }
      }
      arrivals.sort(Comparator.comparingLong(Arrival::atMinute).thenComparing(Arrival::order));
      long lastArrival = arrivals.stream().mapToLong(Arrival::atMinute).max().orElse(0);
      return new Script(
          standing, arrivals, delay, toTheEnd ? FOREVER : Math.max(last, lastArrival) + 200);
    }

    private static Revision revision(
        Detection of, List<Detection> withdrawn, @Nullable Detection added) {
      return new Revision(
          of.rule(),
          of.ruleVersion(),
          of.stationId(),
          of.timeMillis(),
          of.by(),
          withdrawn.stream()
              .map(each -> new Revision.Withdrawn(each.id(), each.timeMillis()))
              .toList(),
          added == null ? List.of() : List.of(added),
          new ReportChange(
              ReportChange.Kind.CORRECTION,
              of.stationId(),
              "Station " + of.stationId(),
              of.timeMillis(),
              List.of(new ReportChange.Value("wind_gust_ms", 62, 12))));
    }

    private static Match with(Match match, boolean whenCertain, long extraDelayMillis) {
      IncidentTerms terms = match.incident();
      return new Match(
          match.rule(),
          match.ruleVersion(),
          match.stationId(),
          match.firstMillis(),
          match.timeMillis(),
          match.timedOut(),
          match.steps(),
          match.station(),
          match.context(),
          match.peak(),
          match.message(),
          new IncidentTerms(
              terms.by(),
              terms.quietMillis(),
              terms.remindMillis(),
              terms.endsForMillis(),
              terms.silence(),
              whenCertain,
              extraDelayMillis,
              terms.inhibits()));
    }

    void check(long seed, int[] seen) throws IOException {
      Map<String, SortedMap<Long, List<Detection>>> places = new TreeMap<>();
      for (Detection detection : standing) {
        places
            .computeIfAbsent(IncidentTracker.place(detection.by()), place -> new TreeMap<>())
            .computeIfAbsent(detection.timeMillis(), time -> new ArrayList<>())
            .add(detection);
      }
      List<Alert> expected = new ArrayList<>();
      Map<String, IncidentState> open = new TreeMap<>();
      places.forEach(
          (place, byTime) -> {
            PlaceUpdate truth =
                new IncidentLifecycle(SETTINGS)
                    .advance(PlaceIncidents.NONE, byTime, Set.of(), Detections.at(lastMinute));
            expected.addAll(truth.records());
            truth.incidents().open().forEach((rule, state) -> open.put(place + rule, state));
          });

      Run run = new Run(this, new Random(seed * 31), false);
      checkEqual(new Run(this, new Random(seed * 37), true).log, run.log);
      run.log.forEach(alert -> seen[alert.reason().ordinal()]++);
      checkContract(run.log);
      checkFinal(run.log, expected);
      Map<String, IncidentState> openNow = new TreeMap<>();
      run.ledgers.forEach(
          (place, ledger) ->
              ledger.incidents().open().forEach((rule, state) -> openNow.put(place + rule, state)));
      assertThat(openNow).isEqualTo(open);
      if (lastMinute == FOREVER) {
        run.ledgers.forEach(
            (place, ledger) -> assertThat(ledger.isEmpty()).as("%s is empty", place).isTrue());
      }
    }
  }

  private static void checkFinal(List<Alert> log, List<Alert> ordered) {
    Map<String, Alert> last = new LinkedHashMap<>();
    log.forEach(alert -> last.put(alert.incidentId(), alert));
    Map<String, Alert> expected = new LinkedHashMap<>();
    ordered.forEach(alert -> expected.put(alert.incidentId(), alert));
    assertThat(last.keySet()).containsAll(expected.keySet());
    last.forEach(
        (id, real) -> {
          Alert alert = expected.get(id);
          if (alert == null) {
            assertThat(real.reason()).as(id).isEqualTo(Reason.WITHDRAWN);
            return;
          }
          assertThat(real.isEnd()).as("%s is over", id).isEqualTo(alert.isEnd());
          assertThat(real.msgType() == MsgType.CANCEL)
              .as("%s is cancelled", id)
              .isEqualTo(alert.msgType() == MsgType.CANCEL);
          assertThat(real.message().severity()).as(id).isEqualTo(alert.message().severity());
          assertThat(stations(real)).as(id).isEqualTo(stations(alert));
          if (alert.isEnd()) {
            assertThat(finalOf(real)).isEqualTo(finalOf(alert));
          }
        });
  }

  /** Sequences without gaps, references to all that is valid, one Cancel for each withdrawal. */
  private static void checkContract(List<Alert> log) {
    Map<String, List<Alert>> incidents = new LinkedHashMap<>();
    for (Alert alert : log) {
      List<Alert> earlier = incidents.computeIfAbsent(alert.incidentId(), id -> new ArrayList<>());
      assertThat(alert.sequence()).isEqualTo(earlier.size());
      assertThat(alert.identifier()).isEqualTo(alert.incidentId() + "-" + earlier.size());
      assertThat(alert.msgType() == MsgType.ALERT).isEqualTo(earlier.isEmpty());
      assertThat(alert.provisionalUntilMillis())
          .isEqualTo(alert.sentMillis() + SETTINGS.reviseFor().toMillis());
      assertThat(alert.msgType() == MsgType.CANCEL).isEqualTo(alert.reason() == Reason.WITHDRAWN);
      List<AlertReference> valid =
          earlier.stream()
              .filter(each -> each.expiresMillis() >= alert.sentMillis())
              .map(each -> new AlertReference(each.sender(), each.identifier(), each.sentMillis()))
              .toList();
      if (!valid.isEmpty()) {
        assertThat(alert.references()).isEqualTo(valid);
      }
      if (!earlier.isEmpty()) {
        Alert last = earlier.get(earlier.size() - 1);
        assertThat(alert.references()).isNotEmpty();
        assertThat(alert.sentMillis()).isGreaterThanOrEqualTo(last.sentMillis());
        if (last.isEnd()) {
          assertThat(alert.reason())
              .isIn(Reason.CORRECTED, Reason.WITHDRAWN, Reason.INHIBITOR_ENDED);
        }
        if (last.msgType() == MsgType.CANCEL) {
          assertThat(alert.msgType()).isNotEqualTo(MsgType.CANCEL);
        }
      }
      if (alert.reason() == Reason.CORRECTED || alert.reason() == Reason.WITHDRAWN) {
        assertThat(alert.note()).contains("UTC");
      }
      earlier.add(alert);
    }
  }

  /** A run of the ledgers of all places, as the operator calls them. */
  private static final class Run {
    private final List<Alert> log = new ArrayList<>();
    private final Map<String, PlaceLedger> ledgers = new TreeMap<>();
    private final Map<String, TreeMap<Long, List<Detection>>> waiting = new TreeMap<>();

    Run(Script script, Random random, boolean restores) throws IOException {
      long minute = 0;
      for (Arrival arrival : script.arrivals) {
        for (; minute < arrival.atMinute; minute++) {
          pass(Detections.at(minute - script.delay));
        }
        long watermark = Detections.at(minute - 1 - script.delay);
        arrive(arrival.detection, watermark);
        if (restores && random.nextInt(4) == 0) {
          restore();
        }
      }
      for (; minute < script.lastMinute && minute < 5_000; minute++) {
        pass(Detections.at(minute));
      }
      pass(Detections.at(script.lastMinute));
    }

    private void arrive(Detection detection, long watermark) {
      String place = IncidentTracker.place(detection.by());
      TreeMap<Long, List<Detection>> queue =
          waiting.computeIfAbsent(place, first -> new TreeMap<>());
      if (detection instanceof Revision revision) {
        List<Revision.Withdrawn> withdrawn = new ArrayList<>(revision.withdrawn());
        withdrawn.removeIf(
            each ->
                queue
                    .getOrDefault(each.timeMillis(), new ArrayList<>())
                    .removeIf(waits -> waits.id() == each.id()));
        List<Detection> added = new ArrayList<>(revision.added());
        for (Detection each : revision.added()) {
          if (isCertain(each) && each.timeMillis() > watermark) {
            added.remove(each);
            queue.computeIfAbsent(each.timeMillis(), t -> new ArrayList<>()).add(each);
          }
        }
        take(
            place,
            List.of(
                new Revision(
                    revision.rule(),
                    revision.ruleVersion(),
                    revision.stationId(),
                    revision.timeMillis(),
                    revision.by(),
                    withdrawn,
                    added,
                    revision.cause())),
            watermark);
      } else if (isCertain(detection)) {
        queue.computeIfAbsent(detection.timeMillis(), t -> new ArrayList<>()).add(detection);
      } else {
        take(place, List.of(detection), watermark);
      }
    }

    private static boolean isCertain(Detection detection) {
      return detection instanceof Match match
          ? match.incident().whenCertain()
          : detection instanceof Clear clear && clear.whenCertain();
    }

    private void pass(long watermark) {
      waiting.forEach(
          (place, queue) -> {
            SortedMap<Long, List<Detection>> due = queue.headMap(watermark, true);
            List<Detection> detections = new ArrayList<>();
            due.values().forEach(detections::addAll);
            due.clear();
            PlaceLedger ledger = ledgers.get(place);
            boolean isTime = ledger != null && ledger.nextMillis() <= watermark;
            if (isTime || !detections.isEmpty()) {
              take(place, detections, watermark);
            }
          });
    }

    private void take(String place, List<Detection> detections, long watermark) {
      PlaceLedger ledger = ledgers.computeIfAbsent(place, first -> new PlaceLedger(SETTINGS));
      log.addAll(ledger.take(detections, Set.of(), watermark).records);
    }

    private void restore() throws IOException {
      for (Map.Entry<String, PlaceLedger> entry : ledgers.entrySet()) {
        PlaceLedger ledger = entry.getValue();
        SortedMap<Long, List<PlaceLedger.Input>> tail = new TreeMap<>();
        for (Map.Entry<Long, List<PlaceLedger.Input>> inputs : ledger.tail().entrySet()) {
          List<PlaceLedger.Input> copies = new ArrayList<>();
          for (PlaceLedger.Input input : inputs.getValue()) {
            copies.add(PlaceLedger.Input.CODEC.fromBytes(PlaceLedger.Input.CODEC.toBytes(input)));
          }
          tail.put(inputs.getKey(), copies);
        }
        PlaceLedger.Head head =
            PlaceLedger.Head.CODEC.fromBytes(PlaceLedger.Head.CODEC.toBytes(ledger.head()));
        entry.setValue(new PlaceLedger(SETTINGS, head, tail));
      }
    }
  }

  private static Set<String> stations(Alert alert) {
    Set<String> stations = new TreeSet<>();
    alert.places().forEach(place -> stations.add(place.stationId()));
    return stations;
  }

  private static void checkEqual(List<Alert> log, List<Alert> expected) {
    for (int i = 0; i < Math.min(log.size(), expected.size()); i++) {
      if (!Arrays.equals(
          AlertCodec.INSTANCE.toBytes(log.get(i)), AlertCodec.INSTANCE.toBytes(expected.get(i)))) {
        throw new AssertionError(
            "record %d%n%s%nis not%n%s".formatted(i, log.get(i), expected.get(i)));
      }
    }
    assertThat(log).hasSameSizeAs(expected);
  }

  private static Final finalOf(Alert alert) {
    return new Final(
        alert.incidentId(),
        alert.isEnd(),
        alert.message().severity(),
        stations(alert),
        alert.matches(),
        alert.onsetMillis(),
        alert.peak());
  }
}
