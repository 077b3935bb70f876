package io.petrel.incident.silence;

import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision;
import io.petrel.incident.silence.FeedSilenceState.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a silent feed from silent stations. A match of a rule about silence is held for {@code
 * together}. When, of the known stations, more than {@code share} are held at one time, these
 * matches are dropped for one of the rule {@code Rule.FEED_SILENT}; when all but half of that share
 * have come back, it ends, and stations that are silent for another {@code together} are told on
 * their own. It ends too when others have reported for as long as a station is {@code known}: those
 * still held are gone for good, not with the feed, and are told at once. A station that comes back
 * while it is held is not told at all. Where fewer stations are known than make a feed, nothing is
 * held.
 *
 * <p>Time is event time, and everything is taken in its order: what comes out depends on what goes
 * in alone. Not thread-safe.
 */
final class FeedSilence {
  /** A gap of this part of {@code known} in all reports is an outage: what came before is over. */
  private static final int LONGEST_GAP = 6;

  /** What held and waiting matches may take, about; further ones go without their chart. */
  private static final long MOST_BYTES = 32L << 20;

  /** Matches told that can still be withdrawn; one takes some hundred bytes. */
  private static final int MOST_PASSED = 50_000;

  private static final Logger LOG = LoggerFactory.getLogger(FeedSilence.class);

  private final FeedSilenceSettings settings;

  /**
   * When each known station was last heard, or found silent. None is forgotten in a silent feed.
   */
  private final Map<String, Long> known = new HashMap<>();

  /** The same, the one heard longest ago first. */
  private final TreeSet<StationHeard> knownInOrder =
      new TreeSet<>(
          Comparator.comparingLong(StationHeard::timeMillis)
              .thenComparing(StationHeard::stationId));

  private final HeldMatches held = new HeldMatches();
  private final List<Detection> waiting = new ArrayList<>();
  private final List<StationHeard> waitingHeard = new ArrayList<>();

  /** Told on their own, in that order: by the id that they came with, what they were told as. */
  private final Map<Long, Revision.Withdrawn> passed = new LinkedHashMap<>();

  private long waitingBytes;
  private long withoutChart;
  private long silentSinceMillis = FeedSilenceState.NEVER;
  private long toldMillis = FeedSilenceState.NEVER;

  /** Since when others report while the feed is silent, without a long gap. */
  private long othersSinceMillis = FeedSilenceState.NEVER;

  private long othersHeardMillis = FeedSilenceState.NEVER;

  FeedSilence(FeedSilenceSettings settings) {
    this.settings = settings;
  }

  void restore(FeedSilenceState state) {
    state.known().forEach(this::know);
    state.held().forEach(held::put);
    state.waiting().forEach(this::await);
    waitingHeard.addAll(state.waitingHeard());
    passed.putAll(state.passed());
    silentSinceMillis = state.silentSinceMillis();
    toldMillis = state.toldMillis();
    othersSinceMillis = state.othersSinceMillis();
    othersHeardMillis = state.othersHeardMillis();
  }

  FeedSilenceState state() {
    return new FeedSilenceState(
        silentSinceMillis,
        toldMillis,
        othersSinceMillis,
        othersHeardMillis,
        known,
        List.copyOf(held.all()),
        waiting,
        waitingHeard,
        passed);
  }

  /** Whether the feed is silent now. */
  boolean isSilent() {
    return silentSinceMillis != FeedSilenceState.NEVER;
  }

  int heldCount() {
    return held.size();
  }

  /** Takes a match of a rule about silence, or the end of any danger, for when its time comes. */
  void add(Detection detection) {
    long bytes = waitingBytes + held.bytesInMemory() + detection.bytesInMemory();
    if (bytes > MOST_BYTES && detection instanceof Match match && !match.context().isEmpty()) {
      if (withoutChart++ == 0) {
        LOG.warn(
            "Matches of {} silent stations take {} MB; further ones are held without the reports"
                + " for their chart, and told all the same.",
            held.stations(),
            MOST_BYTES >> 20);
      }
      await(match.withContext(List.of()));
    } else {
      await(detection);
    }
  }

  /**
   * Takes a revision: what it withdraws is not told; what it adds is held as any other.
   *
   * @param isSilence whether what it adds belongs here; otherwise others tell it
   * @return what to tell of it at once, because it was told before; empty = nothing
   */
  Optional<Revision> revise(Revision revision, boolean isSilence) {
    List<Revision.Withdrawn> told = new ArrayList<>();
    for (Revision.Withdrawn withdrawn : revision.withdrawn()) {
      if (waiting.removeIf(detection -> isIt(detection, withdrawn))) {
        waitingBytes = waiting.stream().mapToLong(Detection::bytesInMemory).sum();
      } else if (!held.withdraw(revision.stationId(), revision.rule(), withdrawn.id())) {
        Revision.Withdrawn as = passed.remove(withdrawn.id());
        if (as != null || isSilence) {
          told.add(as == null ? withdrawn : as);
        }
      }
    }
    List<Detection> clears = new ArrayList<>();
    for (Detection added : revision.added()) {
      add(added);
      if (isSilence && added instanceof Clear) {
        clears.add(added);
      }
    }
    return told.isEmpty() && clears.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Revision(
                revision.rule(),
                revision.ruleVersion(),
                revision.stationId(),
                revision.timeMillis(),
                revision.by(),
                told,
                clears,
                revision.cause()));
  }

  private static boolean isIt(Detection detection, Revision.Withdrawn withdrawn) {
    return detection.timeMillis() == withdrawn.timeMillis() && detection.id() == withdrawn.id();
  }

  private void await(Detection detection) {
    waiting.add(detection);
    waitingBytes += detection.bytesInMemory();
  }

  /** How many matches have lost the reports for their chart, since the start. */
  long withoutChart() {
    return withoutChart;
  }

  void add(StationHeard station) {
    waitingHeard.add(station);
  }

  /**
   * Lets event time pass.
   *
   * @param untilMillis everything up to this time has been added
   * @return what to tell, in event time order
   */
  List<Detection> advance(long untilMillis) {
    List<Detection> out = new ArrayList<>();
    SortedMap<Long, Batch> due = takeDue(untilMillis);
    for (Map.Entry<Long, Batch> entry : due.entrySet()) {
      long time = entry.getKey();
      passTime(time, false, out);
      entry.getValue().heard.forEach(this::hear);
      entry.getValue().clears.forEach(held::remove);
      endIfBack(time, out);
      entry.getValue().matches.forEach(match -> hold(match, time));
      beginIfSilent(time, out);
    }
    passTime(untilMillis, true, out);
    return out;
  }

  /** What happened at one event time. */
  private static final class Batch {
    private final List<StationHeard> heard = new ArrayList<>();
    private final List<Clear> clears = new ArrayList<>();
    private final List<Match> matches = new ArrayList<>();
  }

  private SortedMap<Long, Batch> takeDue(long untilMillis) {
    TreeMap<Long, Batch> due = new TreeMap<>();
    waitingHeard.removeIf(
        station -> {
          boolean isDue = station.timeMillis() <= untilMillis;
          if (isDue) {
            due.computeIfAbsent(station.timeMillis(), t -> new Batch()).heard.add(station);
          }
          return isDue;
        });
    waiting.removeIf(
        detection -> {
          boolean isDue = detection.timeMillis() <= untilMillis;
          if (isDue) {
            waitingBytes -= detection.bytesInMemory();
            Batch batch = due.computeIfAbsent(detection.timeMillis(), t -> new Batch());
            if (detection instanceof Match match) {
              batch.matches.add(match);
            } else if (detection instanceof Clear clear) {
              batch.clears.add(clear);
            }
          }
          return isDue;
        });
    return due;
  }

  private void hear(StationHeard station) {
    long time = station.timeMillis();
    know(station.stationId(), time);
    held.heard(station.stationId(), time);
    if (isSilent()) {
      if (othersSinceMillis == FeedSilenceState.NEVER
          || time - othersHeardMillis > settings.known().toMillis() / LONGEST_GAP) {
        othersSinceMillis = time;
      }
      othersHeardMillis = time;
    }
  }

  private void know(String station, long timeMillis) {
    Long before = known.get(station);
    if (before != null && before >= timeMillis) {
      return;
    }
    if (before != null) {
      knownInOrder.remove(new StationHeard(station, before));
    }
    known.put(station, timeMillis);
    knownInOrder.add(new StationHeard(station, timeMillis));
  }

  private void hold(Match match, long timeMillis) {
    know(match.stationId(), timeMillis);
    // So few stations are never taken for a feed: nothing is gained by waiting.
    boolean isFeed = known.size() >= settings.minimumStations();
    held.put(new Held(match, timeMillis + (isFeed ? settings.together().toMillis() : 0)));
  }

  private void beginIfSilent(long timeMillis, List<Detection> out) {
    int silent = held.stations();
    if (isSilent()
        || silent < settings.minimumStations()
        || silent <= settings.share() * known.size()) {
      return;
    }
    silentSinceMillis = timeMillis;
    toldMillis = timeMillis;
    othersSinceMillis = FeedSilenceState.NEVER;
    out.add(feedMatch(timeMillis));
  }

  private void endIfBack(long timeMillis, List<Detection> out) {
    if (!isSilent()) {
      return;
    }
    boolean isBack = held.stations() <= settings.share() / 2 * known.size();
    boolean areGone =
        othersSinceMillis != FeedSilenceState.NEVER
            && othersHeardMillis - othersSinceMillis >= settings.known().toMillis();
    if (isBack || areGone) {
      silentSinceMillis = FeedSilenceState.NEVER;
      out.add(FeedSilentMatch.clear(timeMillis));
      held.postpone(timeMillis + (isBack ? settings.together().toMillis() : 0));
      passTime(timeMillis, true, out);
    }
  }

  /** Tells what is due before a time, or at it too. */
  private void passTime(long timeMillis, boolean inclusive, List<Detection> out) {
    long until = inclusive ? timeMillis : timeMillis - 1;
    if (isSilent()) {
      while (toldMillis + FeedSilentMatch.REPEAT_MILLIS <= until) {
        toldMillis += FeedSilentMatch.REPEAT_MILLIS;
        out.add(feedMatch(toldMillis));
      }
    } else {
      for (Held entry : held.takeDue(until)) {
        Match told = FeedSilentMatch.at(entry.match(), entry.dueMillis());
        passed.put(entry.match().id(), new Revision.Withdrawn(told.id(), told.timeMillis()));
        out.add(told);
      }
    }
    forget(timeMillis);
  }

  private void forget(long timeMillis) {
    long oldest = timeMillis - settings.known().toMillis();
    Iterator<Revision.Withdrawn> told = passed.values().iterator();
    while (told.hasNext() && (told.next().timeMillis() < oldest || passed.size() > MOST_PASSED)) {
      told.remove();
    }
    while (!isSilent() && !knownInOrder.isEmpty() && knownInOrder.first().timeMillis() < oldest) {
      known.remove(knownInOrder.first().stationId());
      knownInOrder.pollFirst();
    }
  }

  private Match feedMatch(long timeMillis) {
    return FeedSilentMatch.of(
        timeMillis,
        held.all().stream().map(Held::match).toList(),
        held.stations(),
        known.size(),
        settings);
  }
}
