package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Resumption;
import io.petrel.alert.detection.Revision;
import io.petrel.incident.PlaceUpdate.EndedIncident;
import io.petrel.incident.PlaceUpdate.PublishedAlert;
import io.petrel.incident.Verdict.Suppression;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of one place while what they stand on may still change: alerts at once, corrects
 * later.
 *
 * <p>The <i>theory</i> is what {@link IncidentLifecycle} makes of all detections in order: the
 * incidents at the horizon, and the tail of detections after it. What was really published is kept
 * beside it. A detection later than all others is added to the theory, and its records go out as
 * they are. For one that comes out of order, or a {@link Revision}, the theory runs again from
 * before the change, and what was published is corrected until it says the same.
 *
 * <p>What needs absence waits for the watermark: a theory's end by {@code quiet} is published when
 * it is certain. The theory itself always runs to the newest detection.
 *
 * <p>Pure: the output depends on the sequence of the calls only. Not thread-safe.
 */
final class PlaceLedger {
  /** What the detections of a place may take, about; beyond, the horizon moves up. */
  static final long MOST_BYTES = 4L << 20;

  /** Theories in memory to run again from. */
  private static final int LADDER = 16;

  /** A place's incident; the rule has one at a time. */
  record Key(String rule, long openedMillis) implements Comparable<Key> {
    static Key of(IncidentState state) {
      return new Key(state.rule(), state.openedMillis());
    }

    @Override
    public int compareTo(Key other) {
      int byTime = Long.compare(openedMillis, other.openedMillis);
      return byTime != 0 ? byTime : rule.compareTo(other.rule);
    }
  }

  /** What subscribers believe of an incident. */
  enum Standing {
    OPEN,
    OVER,
    WITHDRAWN
  }

  /**
   * What was really published of an incident.
   *
   * @param state the incident in its last record, with the history of the real records
   * @param described the matches that its records described: id to time
   */
  record Told(IncidentState state, Standing standing, Map<Long, Long> described) {
    static final Codec<Told> CODEC =
        Codec.of("incident-published", 1, Told.class, Told::write, Told::read);

    Told {
      described = Collections.unmodifiableSortedMap(new TreeMap<>(described));
    }

    private static void write(Told told, DataOutput out) throws IOException {
      StateFields.writeValue(told.state, IncidentState.CODEC, out);
      StateFields.writeEnum(told.standing, out);
      StateFields.writeEach(
          told.described.entrySet(),
          out,
          (match, to) -> {
            to.writeLong(match.getKey());
            to.writeLong(match.getValue());
          });
    }

    private static Told read(int version, DataInput in) throws IOException {
      IncidentState state = StateFields.readValue(IncidentState.CODEC, in);
      Standing standing = StateFields.readEnum(Standing.class, in);
      Map<Long, Long> described = new TreeMap<>();
      StateFields.readEach(in, from -> Map.entry(from.readLong(), from.readLong()))
          .forEach(match -> described.put(match.getKey(), match.getValue()));
      return new Told(state, standing, described);
    }

    /** Without the matches that can not be withdrawn any more. */
    Told after(long horizonMillis) {
      if (described.values().stream().allMatch(time -> time > horizonMillis)) {
        return this;
      }
      Map<Long, Long> still = new TreeMap<>(described);
      still.values().removeIf(time -> time <= horizonMillis);
      return new Told(state, standing, still);
    }
  }

  /** A detection of the tail, with the id that it had before it was trimmed. */
  record Input(long id, Detection detection) {
    static final Codec<Input> CODEC =
        Codec.of(
            "ledger-input",
            1,
            Input.class,
            (input, out) -> {
              out.writeLong(input.id);
              StateFields.writeValue(input.detection, DetectionCodec.INSTANCE, out);
            },
            (version, in) ->
                new Input(in.readLong(), StateFields.readValue(DetectionCodec.INSTANCE, in)));

    /** What the incident stage reads when it runs again: no chart, the ends of each step. */
    Input trimmed() {
      if (!(detection instanceof Match match)) {
        return this;
      }
      return new Input(
          id,
          new Match(
              match.rule(),
              match.ruleVersion(),
              match.stationId(),
              match.firstMillis(),
              match.timeMillis(),
              match.timedOut(),
              match.steps().stream().map(step -> step.trimmed(StepEvidence.Keep.ENDS)).toList(),
              match.station(),
              List.of(),
              match.peak(),
              match.message(),
              match.incident()));
    }
  }

  /**
   * All but the tail, as it is in state.
   *
   * @param open how many incidents are open
   * @param base the incidents at the horizon
   * @param horizonMillis what is not later is final
   * @param takenMillis event time up to which the theory has run
   * @param newestMillis event time of the newest detection
   * @param told what was published of each incident that may change
   * @param ended ends before the horizon that are not published yet
   */
  record Head(
      int open,
      PlaceIncidents base,
      long horizonMillis,
      long takenMillis,
      long newestMillis,
      List<Told> told,
      List<EndedIncident> ended) {
    static final Codec<Head> CODEC =
        Codec.of("place-ledger", 1, Head.class, Head::write, Head::read);

    static final Head EMPTY =
        new Head(
            0,
            PlaceIncidents.NONE,
            Long.MIN_VALUE,
            Long.MIN_VALUE,
            Long.MIN_VALUE,
            List.of(),
            List.of());

    private static void write(Head head, DataOutput out) throws IOException {
      out.writeInt(head.open);
      StateFields.writeValue(head.base, PlaceIncidents.CODEC, out);
      out.writeLong(head.horizonMillis);
      out.writeLong(head.takenMillis);
      out.writeLong(head.newestMillis);
      StateFields.writeList(head.told, Told.CODEC, out);
      StateFields.writeEach(
          head.ended,
          out,
          (end, to) -> {
            StateFields.writeValue(end.state(), IncidentState.CODEC, to);
            StateFields.writeEnum(end.reason(), to);
            to.writeLong(end.timeMillis());
          });
    }

    private static Head read(int version, DataInput in) throws IOException {
      return new Head(
          in.readInt(),
          StateFields.readValue(PlaceIncidents.CODEC, in),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          StateFields.readList(Told.CODEC, in),
          StateFields.readEach(
              in,
              from ->
                  new EndedIncident(
                      StateFields.readValue(IncidentState.CODEC, from),
                      StateFields.readEnum(Reason.class, from),
                      from.readLong())));
    }
  }

  /** What a call brought about; it adds up over calls. */
  static final class Outcome {
    final List<Alert> records = new ArrayList<>();
    final Map<Suppression, Long> suppressed = new EnumMap<>(Suppression.class);

    /** How often the theory ran again. */
    int reruns;

    /** Detections that came when their time was final. */
    int late;

    /** How often the horizon moved up because the tail took too many bytes. */
    int shortened;
  }

  private record Rung(long timeMillis, PlaceIncidents incidents) {}

  private final IncidentLifecycle lifecycle;
  private final AlertFactory factory;
  private final long reviseForMillis;

  private PlaceIncidents base;
  private long horizonMillis;
  private final TreeMap<Long, List<Input>> tail = new TreeMap<>();
  private long tailBytes;
  private long takenMillis;
  private long newestMillis;
  private final TreeMap<Key, Told> told = new TreeMap<>();

  private PlaceIncidents live;
  private final Deque<Rung> ladder = new ArrayDeque<>();
  private final List<EndedIncident> ended = new ArrayList<>();

  /** Times of the tail that are not in state as they are here. */
  private final Set<Long> changedTimes = new HashSet<>();

  PlaceLedger(IncidentSettings settings) {
    this(settings, Head.EMPTY, new TreeMap<>());
  }

  PlaceLedger(IncidentSettings settings, Head head, SortedMap<Long, List<Input>> inputs) {
    lifecycle = new IncidentLifecycle(settings);
    factory = new AlertFactory(settings);
    reviseForMillis = settings.reviseFor().toMillis();
    base = head.base;
    horizonMillis = head.horizonMillis;
    takenMillis = head.takenMillis;
    newestMillis = head.newestMillis;
    head.told.forEach(each -> told.put(Key.of(each.state), each));
    ended.addAll(head.ended);
    inputs.forEach((time, list) -> tail.put(time, new ArrayList<>(list)));
    tail.values().forEach(list -> list.forEach(input -> tailBytes += bytes(input)));
    live = base;
    if (takenMillis > horizonMillis) {
      rerun(Long.MIN_VALUE);
    }
  }

  Head head() {
    return new Head(
        openCount(),
        base,
        horizonMillis,
        takenMillis,
        newestMillis,
        List.copyOf(told.values()),
        ended.stream().filter(end -> end.timeMillis() <= horizonMillis).toList());
  }

  /** The tail, by event time. */
  NavigableMap<Long, List<Input>> tail() {
    return Collections.unmodifiableNavigableMap(tail);
  }

  /** The times of the tail that changed since the last call; those that are gone among them. */
  Set<Long> takeChangedTimes() {
    Set<Long> changed = Set.copyOf(changedTimes);
    changedTimes.clear();
    return changed;
  }

  long bytesInMemory() {
    return 2_000L * (1 + told.size() + live.open().size()) + 2 * tailBytes;
  }

  /** The incidents now. */
  PlaceIncidents incidents() {
    return live;
  }

  /** What was published of the incidents that may still change. */
  Collection<Told> told() {
    return Collections.unmodifiableCollection(told.values());
  }

  /** Published incidents that subscribers believe open, and those that are not published. */
  int openCount() {
    return live.open().size();
  }

  /** Whether nothing is open and nothing recent. */
  boolean isEmpty() {
    return live.open().isEmpty()
        && live.ended().isEmpty()
        && tail.isEmpty()
        && told.isEmpty()
        && ended.isEmpty();
  }

  /** Event time at which {@link #take} must be called without a detection; MAX_VALUE = never. */
  long nextMillis() {
    long next = Long.MAX_VALUE;
    for (IncidentState incident : live.open().values()) {
      next = Math.min(next, incident.overMillis() + incident.terms().extraDelayMillis());
    }
    for (UnconfirmedEnd end : live.ended().values()) {
      next = Math.min(next, end.untilMillis());
    }
    for (EndedIncident end : ended) {
      Told about = told.get(Key.of(end.state()));
      next =
          Math.min(
              next,
              about != null && about.standing == Standing.OPEN
                  ? end.certainMillis()
                  : end.timeMillis() + 2 * reviseForMillis);
    }
    boolean isRecent =
        !tail.isEmpty()
            || told.values().stream().anyMatch(each -> each.standing == Standing.WITHDRAWN);
    return isRecent ? Math.min(next, newestMillis + 2 * reviseForMillis) : next;
  }

  /**
   * Takes detections, then lets event time pass up to the watermark.
   *
   * @param detections in the order of arrival; of one station, in its order
   * @param removed rules that were removed: their matches are ignored
   * @param watermark event time that has passed; MIN_VALUE = unknown, MAX_VALUE is no time
   */
  Outcome take(List<Detection> detections, Set<String> removed, long watermark) {
    Outcome outcome = new Outcome();
    Change change = new Change(watermark, outcome);
    for (Detection detection : detections) {
      if (detection instanceof Resumption resumption) {
        resume(resumption, removed, watermark, change);
      }
    }
    for (Detection detection : detections) {
      if (detection instanceof Resumption) {
        continue;
      }
      if (removed.contains(detection.rule())) {
        outcome.suppressed.merge(Suppression.RULE_REMOVED, 1L, Long::sum);
      } else if (detection instanceof Revision revision) {
        change.revise(revision);
      } else {
        change.add(detection);
      }
    }
    change.settle();
    if (watermark != Long.MAX_VALUE) {
      pass(change);
    }
    return outcome;
  }

  /** Ends the incidents of removed rules and forgets their detections. */
  Outcome remove(Set<String> rules, long timeMillis) {
    Outcome outcome = new Outcome();
    Change change = new Change(timeMillis, outcome);
    if (isFinal()) {
      append(lifecycle.remove(live, rules, timeMillis), change);
      base = live;
    } else {
      List<EndedIncident> cancelled = new ArrayList<>();
      for (IncidentState incident : new TreeMap<>(live.open()).values()) {
        if (rules.contains(incident.rule())) {
          cancelled.add(new EndedIncident(incident, Reason.RULE_REMOVED, timeMillis));
        }
      }
      for (EndedIncident end : ended) {
        if (rules.contains(end.state().rule())) {
          cancelled.add(end);
        }
      }
      for (EndedIncident end : cancelled) {
        Told about = told.get(Key.of(end.state()));
        if (about != null && about.standing == Standing.OPEN) {
          change.end(
              about, end, Math.max(change.nowMillis(), end.timeMillis()), end.reason(), null);
        }
      }
      base = lifecycle.remove(base, rules, horizonMillis).incidents();
      for (Map.Entry<Long, List<Input>> entry : tail.entrySet()) {
        if (remove(entry.getValue(), input -> rules.contains(input.detection.rule()))) {
          changedTimes.add(entry.getKey());
        }
      }
      tail.values().removeIf(List::isEmpty);
      ended.removeIf(end -> rules.contains(end.state().rule()));
      told.keySet().removeIf(key -> rules.contains(key.rule));
      ladder.clear();
      change.reconcile(rerun(Long.MIN_VALUE));
    }
    told.keySet().removeIf(key -> rules.contains(key.rule));
    ended.removeIf(end -> rules.contains(end.state().rule()));
    return outcome;
  }

  private void resume(Resumption resumption, Set<String> removed, long watermark, Change change) {
    IncidentState other = live.open().get(resumption.rule());
    boolean hasNewer = other != null && other.openedMillis() >= resumption.openedMillis();
    boolean isFinal = isFinal();
    PlaceUpdate update =
        lifecycle.resume(hasNewer || isFinal ? live : base, resumption, removed, watermark);
    if (isFinal) {
      append(update, change);
      base = live;
    } else if (hasNewer) {
      update.published().forEach(change::forward); // the end of the older one; nothing else changes
    } else {
      base = update.incidents();
      change.from(Long.MIN_VALUE);
    }
    IncidentState resumed = update.incidents().open().get(resumption.rule());
    if (resumed != null && !hasNewer && resumed.openedMillis() == resumption.openedMillis()) {
      told.putIfAbsent(Key.of(resumed), new Told(resumed, Standing.OPEN, Map.of()));
    }
  }

  /** Whether the theory is at the horizon: nothing of it can change any more. */
  @SuppressWarnings("ReferenceEquality") // Both are the one that was last moved there.
  private boolean isFinal() {
    return live == base;
  }

  /** Publishes what the theory publishes: all before it stands as it was told. */
  private void append(PlaceUpdate update, Change change) {
    live = update.incidents();
    ended.addAll(update.ended());
    update.suppressed().forEach((why, n) -> change.outcome.suppressed.merge(why, n, Long::sum));
    Set<Key> pending = new HashSet<>();
    for (EndedIncident end : update.ended()) {
      if (end.certainMillis() > change.watermark) {
        pending.add(Key.of(end.state()));
      }
    }
    for (PublishedAlert record : update.published()) {
      if (!record.alert().isEnd() || !pending.contains(Key.of(record.state()))) {
        change.forward(record);
      }
    }
  }

  /** Lets event time pass: ends, what is certain now, the horizon. */
  private void pass(Change change) {
    long watermark = change.watermark;
    if (watermark > takenMillis && live.nextMillis() <= watermark) {
      PlaceUpdate update = lifecycle.advance(live, new TreeMap<>(), Set.of(), watermark);
      if (!tail.isEmpty()) {
        addRung();
      }
      append(update, change);
      takenMillis = watermark;
    }
    for (EndedIncident end : List.copyOf(ended)) {
      Told about = told.get(Key.of(end.state()));
      if (about != null && about.standing == Standing.OPEN && end.certainMillis() <= watermark) {
        change.end(about, end, end.timeMillis(), end.reason(), null);
      }
    }
    long horizon = horizonAt(watermark);
    // Not for each detection: the base runs over all that the theory has run over.
    if (horizon >= newestMillis || horizonMillis < horizon - reviseForMillis / 16) {
      moveHorizon(horizon);
    }
    if (tailBytes > MOST_BYTES) {
      change.outcome.shortened++;
      List<Long> times = List.copyOf(tail.keySet());
      moveHorizon(times.get(times.size() / 2));
    }
  }

  /**
   * What is not later is final. A station may be behind the watermark, and revises from its own
   * newest report on: while nothing newer than {@code reviseFor} is here, it counts from the newest
   * detection.
   */
  private long horizonAt(long watermark) {
    if (watermark == Long.MIN_VALUE) {
      return Long.MIN_VALUE;
    }
    return Math.min(watermark, Math.max(newestMillis, watermark - reviseForMillis))
        - reviseForMillis;
  }

  private void moveHorizon(long toMillis) {
    if (toMillis <= horizonMillis) {
      return;
    }
    if (toMillis >= newestMillis && toMillis >= takenMillis) {
      base = live;
      takenMillis = toMillis;
      forgetUntil(newestMillis);
      ladder.clear();
    } else {
      Rung start = new Rung(horizonMillis, base);
      while (!ladder.isEmpty() && ladder.peekFirst().timeMillis <= toMillis) {
        start = ladder.removeFirst();
      }
      base =
          lifecycle
              .advance(
                  start.incidents,
                  detections(tail.subMap(start.timeMillis, false, toMillis, true)),
                  Set.of(),
                  Math.max(start.timeMillis, toMillis))
              .incidents();
      forgetUntil(toMillis);
    }
    horizonMillis = toMillis;
    Set<Key> open = new HashSet<>();
    ended.removeIf(
        end -> {
          Told about = told.get(Key.of(end.state()));
          boolean isFinal =
              end.timeMillis() <= toMillis && (about == null || about.standing != Standing.OPEN);
          if (!isFinal) {
            open.add(Key.of(end.state()));
          }
          return isFinal;
        });
    told.entrySet()
        .removeIf(
            entry ->
                switch (entry.getValue().standing) {
                  case OPEN -> false;
                  case OVER -> !open.contains(entry.getKey());
                  case WITHDRAWN -> entry.getKey().openedMillis <= toMillis;
                });
    told.replaceAll((key, each) -> each.after(toMillis));
  }

  private void forgetUntil(long timeMillis) {
    NavigableMap<Long, List<Input>> past = tail.headMap(timeMillis, true);
    changedTimes.addAll(past.keySet());
    past.values().forEach(list -> list.forEach(input -> tailBytes -= bytes(input)));
    past.clear();
  }

  private static SortedMap<Long, List<Detection>> detections(SortedMap<Long, List<Input>> inputs) {
    SortedMap<Long, List<Detection>> detections = new TreeMap<>();
    inputs.forEach(
        (time, list) -> detections.put(time, list.stream().map(Input::detection).toList()));
    return detections;
  }

  /**
   * Runs the theory again over all that is not earlier than a time.
   *
   * @return its records from that time on
   */
  private List<PublishedAlert> rerun(long fromMillis) {
    while (!ladder.isEmpty() && ladder.peekLast().timeMillis >= fromMillis) {
      ladder.removeLast();
    }
    Rung start = ladder.isEmpty() ? new Rung(horizonMillis, base) : ladder.getLast();
    ended.removeIf(end -> end.timeMillis() > start.timeMillis);
    live = start.incidents;
    SortedMap<Long, List<Input>> rest = tail.tailMap(start.timeMillis, false);
    List<Long> times = List.copyOf(rest.keySet());
    int step = Math.max(1, times.size() / (LADDER / 2));
    List<PublishedAlert> published = new ArrayList<>();
    for (int i = 0; i < times.size(); i += step) {
      int last = Math.min(times.size(), i + step) - 1;
      run(detections(tail.subMap(times.get(i), true, times.get(last), true)), times.get(last))
          .published()
          .forEach(published::add);
      if (last < times.size() - 1) {
        ladder.addLast(new Rung(times.get(last), live));
      }
    }
    thin();
    if (!times.isEmpty()) {
      takenMillis = Math.max(takenMillis, times.get(times.size() - 1));
    }
    if (times.isEmpty() || takenMillis > times.get(times.size() - 1)) {
      published.addAll(run(new TreeMap<>(), takenMillis).published());
    }
    // How far back the ladder made it start must not show.
    published.removeIf(record -> record.alert().sentMillis() < fromMillis);
    return published;
  }

  private PlaceUpdate run(SortedMap<Long, List<Detection>> detections, long untilMillis) {
    PlaceUpdate update = lifecycle.advance(live, detections, Set.of(), untilMillis);
    live = update.incidents();
    ended.addAll(update.ended());
    return update;
  }

  private void addRung() {
    if (takenMillis > horizonMillis
        && (ladder.isEmpty() || ladder.getLast().timeMillis < takenMillis)) {
      ladder.addLast(new Rung(takenMillis, live));
      thin();
    }
  }

  /** Keeps the newest, and of those before every other one. */
  private void thin() {
    if (ladder.size() <= LADDER) {
      return;
    }
    List<Rung> all = List.copyOf(ladder);
    ladder.clear();
    for (int i = 0; i < all.size(); i++) {
      if (i % 2 == 1 || i >= all.size() - LADDER / 4) {
        ladder.addLast(all.get(i));
      }
    }
  }

  /** Removes inputs of the tail; returns whether there were such. */
  private boolean remove(List<Input> inputs, Predicate<Input> such) {
    return inputs.removeIf(
        input -> {
          boolean isSuch = such.test(input);
          tailBytes -= isSuch ? bytes(input) : 0;
          return isSuch;
        });
  }

  private static long bytes(Input input) {
    return input.detection.bytesInMemory();
  }

  /** What one call changes. */
  private final class Change {
    private final long watermark;
    private final Outcome outcome;
    private final SortedMap<Long, List<Detection>> old = new TreeMap<>();
    private final Set<Long> added = new TreeSet<>();
    private final List<PublishedAlert> theory = new ArrayList<>();
    private final Set<Long> gone = new HashSet<>();
    private final Map<String, String> why = new LinkedHashMap<>();
    private long fromMillis = Long.MAX_VALUE;
    private boolean rerun;

    private Change(long watermark, Outcome outcome) {
      this.watermark = watermark;
      this.outcome = outcome;
    }

    private void from(long timeMillis) {
      fromMillis = Math.min(fromMillis, timeMillis);
      rerun = true;
    }

    private void add(Detection detection) {
      long time = detection.timeMillis();
      if (time <= horizonMillis) {
        outcome.late++;
        old.computeIfAbsent(time, first -> new ArrayList<>()).add(detection);
        return;
      }
      boolean isInOrder = time > takenMillis;
      if (!isInOrder) {
        from(time);
        why.putIfAbsent(detection.rule(), ReportWords.late(detection));
      }
      Input input = new Input(reviseForMillis == 0 ? 0 : detection.id(), detection);
      tail.computeIfAbsent(time, first -> new ArrayList<>()).add(input);
      tailBytes += bytes(input);
      changedTimes.add(time);
      fromMillis = Math.min(fromMillis, time);
      added.add(time);
    }

    private void revise(Revision revision) {
      why.put(revision.rule(), ReportWords.of(revision.cause()));
      for (Revision.Withdrawn withdrawn : revision.withdrawn()) {
        List<Input> inputs = tail.get(withdrawn.timeMillis());
        if (inputs != null && remove(inputs, input -> input.id == withdrawn.id())) {
          if (inputs.isEmpty()) {
            tail.remove(withdrawn.timeMillis());
          }
          changedTimes.add(withdrawn.timeMillis());
          gone.add(withdrawn.id());
          from(withdrawn.timeMillis());
        } else if (withdrawn.timeMillis() <= horizonMillis) {
          outcome.late++;
        }
      }
      revision.added().forEach(this::add);
    }

    private void settle() {
      if (!old.isEmpty()) {
        PlaceUpdate update = lifecycle.advance(base, old, Set.of(), horizonMillis);
        boolean isFinal = isFinal();
        base = update.incidents();
        if (isFinal) {
          append(update, this);
          ladder.clear();
        } else {
          ended.addAll(update.ended());
          theory.addAll(update.published());
          old.values().forEach(list -> list.forEach(this::late));
          from(Long.MIN_VALUE);
        }
      }
      if (rerun) {
        outcome.reruns++;
        newestMillis = tail.isEmpty() ? newestMillis : Math.max(newestMillis, tail.lastKey());
        if (fromMillis == Long.MIN_VALUE) {
          ladder.clear();
        }
        if (watermark < Long.MAX_VALUE) {
          takenMillis = Math.max(takenMillis, watermark); // or what is over is told to be open
        }
        theory.addAll(PlaceLedger.this.rerun(fromMillis));
        reconcile(theory);
      } else if (!added.isEmpty()) {
        addRung();
        long last = tail.lastKey();
        newestMillis = Math.max(newestMillis, last);
        PlaceUpdate update =
            lifecycle.advance(live, detections(tail.tailMap(fromMillis, true)), Set.of(), last);
        append(update, this);
        takenMillis = last;
      }
      trim();
    }

    private void late(Detection detection) {
      why.putIfAbsent(detection.rule(), ReportWords.late(detection));
    }

    private void trim() {
      for (long time : added) {
        List<Input> inputs = tail.getOrDefault(time, List.of());
        inputs.forEach(input -> tailBytes -= bytes(input));
        inputs.replaceAll(Input::trimmed);
        inputs.forEach(input -> tailBytes += bytes(input));
      }
    }

    /** Event time that everybody knows of. */
    private long nowMillis() {
      return watermark == Long.MAX_VALUE ? newestMillis : Math.max(watermark, newestMillis);
    }

    private void forward(PublishedAlert record) {
      Key key = Key.of(record.state());
      if (!told.containsKey(key) && record.alert().isEnd()) {
        outcome.records.add(record.alert()); // of an incident that was never continued
        return;
      }
      publish(key, record.alert(), record.alert().sentMillis(), record.state(), described(record));
    }

    private Map<Long, Long> described(PublishedAlert record) {
      Match lead = record.lead();
      if (lead == null || reviseForMillis == 0) {
        return Map.of();
      }
      return tail.getOrDefault(lead.timeMillis(), List.of()).stream()
          .filter(input -> input.detection == lead)
          .findFirst()
          .map(input -> Map.of(input.id, lead.timeMillis()))
          .orElse(Map.of());
    }

    private void publish(
        Key key, Alert record, long timeMillis, IncidentState state, Map<Long, Long> described) {
      Told before = told.get(key);
      AlertFactory.Reissued reissued =
          factory.following(
              record,
              before == null ? PublishedHistory.NOTHING : before.state.published(),
              timeMillis);
      Map<Long, Long> all = new HashMap<>(before == null ? Map.of() : before.described);
      all.keySet().removeAll(gone);
      all.putAll(described);
      Alert alert = reissued.alert();
      outcome.records.add(alert);
      told.put(
          key,
          new Told(
              state.withPublished(reissued.published()),
              !alert.isEnd()
                  ? Standing.OPEN
                  : alert.reason() == Reason.WITHDRAWN ? Standing.WITHDRAWN : Standing.OVER,
              all));
    }

    private void end(
        Told about, EndedIncident end, long timeMillis, Reason reason, @Nullable String note) {
      IncidentState state = end.state();
      Alert alert = factory.end(state, Math.max(timeMillis, end.timeMillis()), end.reason());
      if (reason != end.reason()) {
        alert = alert.toBuilder().reason(reason).msgType(MsgType.UPDATE).note(note).build();
      }
      publish(Key.of(about.state), alert, timeMillis, state, Map.of());
    }

    /**
     * Corrects what was published until it says what the theory says: first what does not stand,
     * then the rest by the time of its beginning.
     *
     * @param records those of the theory since it differs from before
     */
    private void reconcile(List<PublishedAlert> records) {
      Map<Key, PublishedAlert> last = new HashMap<>();
      Map<Key, Reason> first = new HashMap<>();
      for (PublishedAlert record : records) {
        if (!record.alert().isEnd()) {
          last.put(Key.of(record.state()), record);
          first.putIfAbsent(Key.of(record.state()), record.alert().reason());
        }
      }
      TreeMap<Key, IncidentState> standing = new TreeMap<>();
      TreeMap<Key, EndedIncident> over = new TreeMap<>();
      for (IncidentState incident : live.open().values()) {
        if (!incident.published().isNothing()) {
          standing.put(Key.of(incident), incident);
        }
      }
      for (EndedIncident end : ended) {
        standing.put(Key.of(end.state()), end.state());
        over.put(Key.of(end.state()), end);
      }
      Map<Key, Key> replaced = new HashMap<>();
      for (Map.Entry<Key, Told> entry : List.copyOf(told.entrySet())) {
        if (entry.getValue().standing != Standing.WITHDRAWN
            && !standing.containsKey(entry.getKey())) {
          Key heir = heir(entry.getValue().state, standing.values());
          withdraw(entry.getKey(), entry.getValue(), heir);
          if (heir != null) {
            replaced.put(heir, entry.getKey());
          }
        }
      }
      for (Map.Entry<Key, IncidentState> entry : standing.entrySet()) {
        Key key = entry.getKey();
        Told about = told.get(key);
        PublishedAlert record = last.get(key);
        EndedIncident end = over.get(key);
        if (end != null && end.certainMillis() > watermark) {
          end = null; // it may still go on
        }
        if (about == null) {
          begin(key, entry.getValue(), record, first.get(key), replaced.get(key));
        } else if (end == null) {
          correct(key, about, entry.getValue(), record);
        } else if (about.standing == Standing.WITHDRAWN || isCorrected(about, end)) {
          end(about, end, nowMillis(), Reason.CORRECTED, why(key.rule));
        }
        about = told.get(key);
        if (end != null && about != null && about.standing == Standing.OPEN) {
          end(about, end, nowMillis(), end.reason(), null);
        }
      }
    }

    /** The incident that has what the withdrawn one stood on, if its rule has one. */
    private @Nullable Key heir(IncidentState withdrawn, Collection<IncidentState> standing) {
      for (IncidentState other : standing) {
        if (other.rule().equals(withdrawn.rule())
            && other.openedMillis() <= withdrawn.extent().lastMatchMillis()
            && other.extent().lastMatchMillis() >= withdrawn.openedMillis()) {
          return Key.of(other);
        }
      }
      return null;
    }

    private void withdraw(Key key, Told about, @Nullable Key heir) {
      String note = why(key.rule);
      if (heir != null) {
        note += " It is now part of incident %s.".formatted(id(about.state, heir));
      }
      long time = Math.max(nowMillis(), about.state.published().lastMillis());
      Alert alert = factory.end(about.state, time, Reason.WITHDRAWN);
      publish(key, alert.toBuilder().note(note).build(), time, about.state, Map.of());
    }

    private void begin(
        Key key,
        IncidentState state,
        @Nullable PublishedAlert record,
        @Nullable Reason reason,
        @Nullable Key before) {
      Alert alert = content(state, record, reason == null ? Reason.FIRST_MATCH : reason);
      if (before != null) {
        String note =
            "%s It replaces incident %s, which is withdrawn."
                .formatted(why(key.rule), id(state, before));
        alert = alert.toBuilder().note(note).build();
      }
      publish(key, alert, nowMillis(), state, record == null ? Map.of() : described(record));
    }

    private void correct(
        Key key, Told about, IncidentState state, @Nullable PublishedAlert record) {
      PublishedHistory before = about.state.published();
      PublishedHistory now = state.published();
      Set<String> stationsBefore = stations(about.state);
      Set<String> stations = stations(state);
      boolean isLess =
          before.severity().compareTo(now.severity()) < 0
              || !stations.containsAll(stationsBefore)
              || about.described.keySet().stream().anyMatch(gone::contains);
      Reason reason = null;
      if (about.standing != Standing.OPEN) {
        reason = Reason.CORRECTED;
      } else if (now.severity().compareTo(before.severity()) < 0) {
        reason = Reason.SEVERITY_RAISED;
      } else if (isLess) {
        reason = Reason.CORRECTED;
      } else if (stations.size() > stationsBefore.size()) {
        reason = Reason.AREA_GREW;
      } else if (record != null && record.alert().sentMillis() > before.lastMillis()) {
        reason = record.alert().reason();
      }
      if (reason == null) {
        return;
      }
      Alert alert = content(state, record, reason);
      if (isLess || about.standing != Standing.OPEN) {
        alert = alert.toBuilder().note(why(key.rule)).build();
      }
      publish(key, alert, nowMillis(), state, record == null ? Map.of() : described(record));
    }

    private boolean isCorrected(Told about, EndedIncident end) {
      IncidentState before = about.state;
      IncidentState now = end.state();
      return about.standing == Standing.OVER
          && (before.matches() != now.matches()
              || before.onsetMillis() != now.onsetMillis()
              || Double.compare(before.peak(), now.peak()) != 0
              || before.published().severity() != now.published().severity()
              || !before.extent().places().equals(now.extent().places()));
    }

    /** The theory's last record, or, if it is before the change, one with what it says. */
    private Alert content(IncidentState state, @Nullable PublishedAlert record, Reason reason) {
      if (record != null) {
        return record.alert().toBuilder().reason(reason).build();
      }
      PublishedHistory published = state.published();
      List<AffectedArea.AffectedStation> stations = state.extent().stations();
      IncidentState shown =
          state.withExtent(
              new AffectedArea(
                  stations.subList(0, Math.min(published.places(), stations.size())),
                  state.extent().beyondMillis()),
              state.touchedMillis());
      return factory.open(shown, nowMillis(), reason, published.severity(), newest(state)).alert();
    }

    /** The last match of an incident, if it is not too old. */
    private @Nullable Match newest(IncidentState state) {
      NavigableMap<Long, List<Input>> matched =
          tail.headMap(state.extent().lastMatchMillis(), true)
              .tailMap(state.openedMillis(), true)
              .descendingMap();
      for (List<Input> inputs : matched.values()) {
        for (Input input : inputs) {
          if (input.detection instanceof Match match && match.rule().equals(state.rule())) {
            return match;
          }
        }
      }
      return null;
    }

    private String why(String rule) {
      String reason = why.get(rule);
      if (reason != null) {
        return reason;
      }
      return why.isEmpty()
          ? "A rule was removed."
          : why.values().iterator().next(); // it silenced this one, or does so no more
    }
  }

  private static String id(IncidentState of, Key key) {
    return IncidentId.of(key.rule, of.by(), key.openedMillis);
  }

  /** The stations of the last record: they are listed in the order of joining. */
  private static Set<String> stations(IncidentState state) {
    Set<String> stations = new TreeSet<>();
    state.extent().stations().stream()
        .limit(state.published().places())
        .forEach(station -> stations.add(station.stationId()));
    return stations;
  }
}
