package io.petrel.detect;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.detect.match.ObservationTable;
import io.petrel.rule.check.StateEstimate;
import io.petrel.state.StateFields;
import io.petrel.weather.Observation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to go back at a station: its state at a base before which nothing is revised, the
 * reports after it (the tail), its states at some reports of the tail, and what was emitted since
 * the base or waits until it is certain. Not thread-safe.
 *
 * <p>A position is a number of reports of the station, counted from the first ever: the state at a
 * position is that after so many. What is found at the report with index {@code i} of the tail, or
 * in the silence before it, has the position {@code basePosition + i}.
 */
final class StationPast {
  /** The reports of the tail and what was emitted may take so many bytes. */
  static final long MOST_BYTES = StateEstimate.REVISION_CAP_BYTES;

  private static final int EMITTED_BYTES = 200;
  private static final int REFERENCE_BYTES = 4;

  /** As it is written; null = there is none, or it is {@link #unwritten}. */
  private byte @Nullable [] base;

  /** A base that nobody has asked for the bytes of: it moves on with the reports. */
  private StationStateCodec.@Nullable Snapshot unwritten;

  private long unwrittenBytes;
  private long baseMillis = Long.MIN_VALUE;
  private long basePosition;
  private final List<Observation> tail = new ArrayList<>();

  /** Ascending. Their ages in reports about double, so that there are few. Not in state. */
  private final List<Rung> ladder = new ArrayList<>();

  private final List<Emitted> emitted = new ArrayList<>();
  private final List<Found> held = new ArrayList<>();
  private final List<Edit> edits = new ArrayList<>();
  private long passedMillis = Long.MIN_VALUE;
  private long tailBytes;
  private long ladderBytes;
  private long heldBytes;

  /**
   * A detection as the rules found it.
   *
   * @param dueMillis event time that had to pass: that of the report that completed it, or the time
   *     at which an absence became certain
   * @param since of its rule, as in {@code ActiveRuleSet}; {@link #DRAINING} = an older version
   */
  record Found(long position, long dueMillis, long since, Detection detection) {
    static final long DRAINING = -1;

    private static void write(Found found, DataOutput out) throws IOException {
      out.writeLong(found.position);
      out.writeLong(found.dueMillis);
      out.writeLong(found.since);
      StateFields.writeValue(found.detection, DetectionCodec.INSTANCE, out);
    }

    private static Found read(DataInput in) throws IOException {
      return new Found(
          in.readLong(),
          in.readLong(),
          in.readLong(),
          StateFields.readValue(DetectionCodec.INSTANCE, in));
    }
  }

  /** A detection that was emitted and can be withdrawn. */
  record Emitted(
      long position,
      long id,
      long timeMillis,
      String rule,
      String ruleVersion,
      long since,
      Map<String, String> by) {
    static Emitted of(Found found) {
      Detection detection = found.detection();
      return new Emitted(
          found.position(),
          detection.id(),
          detection.timeMillis(),
          detection.rule(),
          detection.ruleVersion(),
          found.since(),
          detection.by());
    }

    private static void write(Emitted one, DataOutput out) throws IOException {
      out.writeLong(one.position);
      out.writeLong(one.id);
      out.writeLong(one.timeMillis);
      StateFields.writeString(one.rule, out);
      StateFields.writeString(one.ruleVersion, out);
      out.writeLong(one.since);
      StateFields.writeStrings(one.by, out);
    }

    private static Emitted read(DataInput in) throws IOException {
      return new Emitted(
          in.readLong(),
          in.readLong(),
          in.readLong(),
          StateFields.readString(in),
          StateFields.readString(in),
          in.readLong(),
          StateFields.readStrings(in));
    }

    Emitted at(long other) {
      return new Emitted(other, id, timeMillis, rule, ruleVersion, since, by);
    }

    /** Whether it told the same; of a rule whose words were edited, about the same match. */
    boolean told(Found found) {
      Detection detection = found.detection();
      if (!rule.equals(detection.rule()) || since != found.since()) {
        return false;
      }
      return ruleVersion.equals(detection.ruleVersion())
          ? id == detection.id()
          : timeMillis == detection.timeMillis() && by.equals(detection.by());
    }
  }

  /**
   * The rules changed.
   *
   * @param newestMillis time of the station's newest report at that moment
   * @param epoch of the rules before
   */
  record Edit(long newestMillis, long epoch) {}

  /**
   * The state at a position.
   *
   * @param millis time of the last report in it
   * @param historyBytes what the reports that it refers to take, about
   */
  record Rung(long position, long millis, long historyBytes, StationStateCodec.Snapshot snapshot) {
    long bytes() {
      return snapshot.body().length + (long) REFERENCE_BYTES * snapshot.observations().size();
    }
  }

  /**
   * Where a report was put.
   *
   * @param index in the tail
   * @param replaced the report that it corrects; null = none
   */
  record Place(StationState.Arrival arrival, int index, @Nullable Observation replaced) {}

  /**
   * Puts a report among those of its station, which are in order: after those of its time.
   *
   * @param replaced told which lower revisions were removed for it
   * @return its index; -1 = a duplicate: one of its time has the same values, or a higher revision
   */
  static int insert(List<Observation> reports, Observation report, Consumer<Observation> replaced) {
    long time = report.timeMillis();
    int end = reports.size();
    while (end > 0 && reports.get(end - 1).timeMillis() > time) {
      end--;
    }
    boolean corrects = false;
    for (int i = end - 1; i >= 0 && reports.get(i).timeMillis() == time; i--) {
      Observation other = reports.get(i);
      if (other.revision() > report.revision() || other.equals(report)) {
        return -1;
      }
      corrects |= other.revision() < report.revision();
    }
    if (corrects) {
      while (end > 0 && reports.get(end - 1).timeMillis() == time) {
        replaced.accept(reports.remove(--end));
      }
    }
    reports.add(end, report);
    return end;
  }

  /** Goes back no further than to now at a station that was not revised until now. */
  void begin(StationState station) throws IOException {
    if (!hasBase() && tail.isEmpty() && station.newest() != Long.MIN_VALUE) {
      base = StationStateCodec.write(StationStateCodec.snapshot(station));
      baseMillis = station.newest();
    }
  }

  /** Forgets all but what is held: the station is not revised any more. */
  void clear() {
    if (hasBase() || !tail.isEmpty()) {
      base = null;
      unwritten = null;
      tail.clear();
      ladder.clear();
      emitted.clear();
      edits.clear();
      tailBytes = 0;
      ladderBytes = 0;
    }
  }

  /** Adds a report that is newer than all. */
  void append(Observation report) {
    tail.add(report);
    tailBytes += report.bytesInMemory();
  }

  /** Puts a late or corrected report in its place, if that is after the base. */
  Place put(Observation report) {
    if (report.timeMillis() <= baseMillis) {
      return new Place(StationState.Arrival.LATE, -1, null);
    }
    List<Observation> replaced = new ArrayList<>(1);
    int index = insert(tail, report, replaced::add);
    if (index < 0) {
      return new Place(StationState.Arrival.DUPLICATE, -1, null);
    }
    tailBytes += report.bytesInMemory();
    replaced.forEach(other -> tailBytes -= other.bytesInMemory());
    return replaced.isEmpty()
        ? new Place(StationState.Arrival.NEW, index, null)
        : new Place(StationState.Arrival.CORRECTION, index, replaced.get(0));
  }

  /** The last state up to a position; null = the base. Those after it no longer hold. */
  @Nullable Rung lastRung(long position) {
    while (!ladder.isEmpty() && ladder.get(ladder.size() - 1).position() > position) {
      ladderBytes -= ladder.remove(ladder.size() - 1).bytes();
    }
    return ladder.isEmpty() ? null : ladder.get(ladder.size() - 1);
  }

  /** Takes a snapshot after the report before {@code position}, when the last is old enough. */
  void climb(StationState station, long position) throws IOException {
    long last = ladder.isEmpty() ? basePosition : ladder.get(ladder.size() - 1).position();
    // A snapshot costs about as much as a few reports, and more where the history is long.
    int stride = Math.max(StateEstimate.SNAPSHOT_STRIDE, station.history().size() / 8);
    boolean isFull = ladder.isEmpty() && isFull();
    if (position - last < stride && !isFull) {
      return;
    }
    Rung rung =
        new Rung(
            position,
            station.newest(),
            station.history().bytesInMemory(),
            StationStateCodec.snapshot(station));
    ladder.add(rung);
    ladderBytes += rung.bytes();
    for (int i = ladder.size() - 2; i > 0; i--) {
      long age = position - ladder.get(i + 1).position() + stride;
      if (position - ladder.get(i - 1).position() <= 2 * age) {
        ladderBytes -= ladder.remove(i).bytes();
      }
    }
  }

  /**
   * Moves the base forward to the last state before the horizon, and further when the tail is too
   * large.
   *
   * @return whether it was too large
   */
  boolean moveBase(long horizonMillis) throws IOException {
    int passed = 0;
    while (passed < ladder.size() && ladder.get(passed).millis() < horizonMillis) {
      passed++;
    }
    boolean isShort = passed == 0 && isFull() && !ladder.isEmpty();
    if (isShort) {
      passed = 1;
    }
    if (passed > 0) {
      moveBase(passed);
    }
    return isShort;
  }

  private void moveBase(int rungs) throws IOException {
    Rung next = ladder.get(rungs - 1);
    base = null;
    unwritten = next.snapshot();
    unwrittenBytes = next.bytes() + next.historyBytes();
    List<Observation> gone = tail.subList(0, (int) (next.position() - basePosition));
    gone.forEach(report -> tailBytes -= report.bytesInMemory());
    gone.clear();
    basePosition = next.position();
    baseMillis = next.millis();
    List<Rung> old = ladder.subList(0, rungs);
    old.forEach(rung -> ladderBytes -= rung.bytes());
    old.clear();
    emitted.removeIf(one -> one.position() < basePosition);
    edits.removeIf(edit -> edit.newestMillis() < baseMillis);
  }

  private boolean isFull() {
    return tailBytes + (long) EMITTED_BYTES * emitted.size() > MOST_BYTES;
  }

  /** The rules changed after the station's newest report. */
  void edited(long newestMillis, long epoch) {
    if (!tail.isEmpty()) {
      edits.add(new Edit(newestMillis, epoch));
    }
  }

  /** Index of the first change of the rules that is not before a time. */
  int firstEdit(long timeMillis) {
    int first = 0;
    while (first < edits.size() && edits.get(first).newestMillis() < timeMillis) {
      first++;
    }
    return first;
  }

  /** Changes of the rules since the base, in order. */
  List<Edit> edits() {
    return edits;
  }

  /** Whether a detection is of a time before its rule came. */
  boolean isBeforeItsRule(Found found) {
    for (Edit edit : edits) {
      if (found.dueMillis() <= edit.newestMillis() && found.since() > edit.epoch()) {
        return true;
      }
    }
    return false;
  }

  void emitted(Emitted one) {
    emitted.add(one);
  }

  List<Emitted> emitted() {
    return emitted;
  }

  /** Removes and returns what was emitted at or after a position. */
  List<Emitted> takeEmitted(long position) {
    List<Emitted> taken = new ArrayList<>();
    emitted.removeIf(one -> one.position() >= position && taken.add(one));
    return taken;
  }

  /** Keeps a detection until event time has passed its due time. */
  void hold(Found found) {
    held.add(found);
    heldBytes += found.detection().bytesInMemory();
  }

  List<Found> held() {
    return held;
  }

  /** Removes those held that a condition is true of, in the order in which they are due. */
  List<Found> takeHeld(Predicate<Found> which) {
    if (held.isEmpty()) {
      return List.of();
    }
    List<Found> taken = new ArrayList<>();
    for (Iterator<Found> all = held.iterator(); all.hasNext(); ) {
      Found found = all.next();
      if (which.test(found)) {
        taken.add(found);
        heldBytes -= found.detection().bytesInMemory();
        all.remove();
      }
    }
    taken.sort(
        Comparator.comparingLong(Found::dueMillis)
            .thenComparing(found -> found.detection().timeMillis())
            .thenComparing(found -> found.detection().rule()));
    return taken;
  }

  /** When the first of those held is due; {@link Long#MAX_VALUE} = none is held. */
  long firstDue() {
    long first = Long.MAX_VALUE;
    for (Found found : held) {
      first = Math.min(first, found.dueMillis());
    }
    return first;
  }

  /** The event time up to which something became certain without a report. */
  long passedMillis() {
    return passedMillis;
  }

  void passed(long timeMillis) {
    passedMillis = Math.max(passedMillis, timeMillis);
  }

  /** The state of a station at the base, as bytes; null = that of a new one. */
  byte @Nullable [] base() throws IOException {
    StationStateCodec.Snapshot snapshot = unwritten;
    if (snapshot != null) {
      base = StationStateCodec.write(snapshot);
      unwritten = null;
    }
    return base;
  }

  private boolean hasBase() {
    return base != null || unwritten != null;
  }

  long baseMillis() {
    return baseMillis;
  }

  /** How many reports are before the tail. */
  long basePosition() {
    return basePosition;
  }

  /** The reports after the base, in order. */
  List<Observation> tail() {
    return tail;
  }

  /** The position after all reports. */
  long endPosition() {
    return basePosition + tail.size();
  }

  /** Whether nothing has happened at the station yet, or nothing is revised. */
  boolean isEmpty() {
    return tail.isEmpty() && !hasBase() && held.isEmpty() && passedMillis == Long.MIN_VALUE;
  }

  void write(ObservationTable.Writer table, DataOutput out) throws IOException {
    StateFields.writeBytes(base(), out);
    out.writeLong(baseMillis);
    out.writeLong(basePosition);
    out.writeLong(passedMillis);
    StateFields.writeEach(tail, out, table::reference);
    StateFields.writeEach(
        edits,
        out,
        (edit, to) -> {
          to.writeLong(edit.newestMillis());
          to.writeLong(edit.epoch());
        });
    StateFields.writeEach(emitted, out, Emitted::write);
    StateFields.writeEach(held, out, Found::write);
  }

  /** Reads into a new one what {@link #write} wrote. */
  void read(ObservationTable.Reader table, DataInput in) throws IOException {
    base = StateFields.readBytes(in);
    baseMillis = in.readLong();
    basePosition = in.readLong();
    passedMillis = in.readLong();
    StateFields.readEach(in, table::reference).forEach(this::append);
    edits.addAll(StateFields.readEach(in, from -> new Edit(from.readLong(), from.readLong())));
    emitted.addAll(StateFields.readEach(in, Emitted::read));
    StateFields.readEach(in, Found::read).forEach(this::hold);
  }

  /**
   * What it takes in memory, about, with the reports of the station's history: that and the tail
   * are both the newest of one sequence.
   */
  long bytesWith(long historyBytes) {
    long reports = tailBytes + (ladder.isEmpty() ? 0 : ladder.get(0).historyBytes());
    return Math.max(historyBytes, reports)
        + (long) EMITTED_BYTES * emitted.size()
        + (base == null ? 0 : base.length)
        + (unwritten == null ? 0 : unwrittenBytes)
        + ladderBytes
        + heldBytes;
  }
}
