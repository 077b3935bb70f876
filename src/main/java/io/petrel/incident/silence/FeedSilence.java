package io.petrel.incident.silence;

import io.petrel.alert.Clear;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.incident.silence.FeedSilenceState.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Distinguishes a silent feed from silent stations. A match of a rule about silence is held for
 * {@code together}. When more than {@code share} of the known stations are held at one time, one
 * match of the rule {@code Rule.FEED_SILENT} replaces their matches. It ends when at most half of
 * that share is still silent; stations that stay silent for another {@code together} are then
 * emitted themselves. A station that comes back while it is held is not emitted. With too few known
 * stations for a feed, nothing is held.
 *
 * <p>All time is event time, and all input is processed in its order: the output depends on the
 * input only. Not thread-safe.
 */
final class FeedSilence {
  private final FeedSilenceSettings settings;
  private final Map<String, Long> heard = new HashMap<>();

  /** The same, ordered by time. */
  private final TreeSet<StationHeard> heardInOrder =
      new TreeSet<>(
          Comparator.comparingLong(StationHeard::timeMillis)
              .thenComparing(StationHeard::stationId));

  private final HeldMatches held = new HeldMatches();
  private final List<Detection> waiting = new ArrayList<>();
  private final List<StationHeard> waitingHeard = new ArrayList<>();
  private long silentSinceMillis = FeedSilenceState.NEVER;
  private long toldMillis = FeedSilenceState.NEVER;

  FeedSilence(FeedSilenceSettings settings) {
    this.settings = settings;
  }

  void restore(FeedSilenceState state) {
    state.heard().forEach(this::heard);
    state.held().forEach(held::put);
    waiting.addAll(state.waiting());
    waitingHeard.addAll(state.waitingHeard());
    silentSinceMillis = state.silentSinceMillis();
    toldMillis = state.toldMillis();
  }

  FeedSilenceState state() {
    return new FeedSilenceState(
        silentSinceMillis, toldMillis, heard, List.copyOf(held.all()), waiting, waitingHeard);
  }

  boolean isSilent() {
    return silentSinceMillis != FeedSilenceState.NEVER;
  }

  int heldCount() {
    return held.size();
  }

  /** Adds a match of a rule about silence, or a clear, which waits until time has reached it. */
  void add(Detection detection) {
    waiting.add(detection);
  }

  void add(StationHeard station) {
    waitingHeard.add(station);
  }

  /**
   * Advances event time.
   *
   * @param untilMillis everything up to this time has been added
   * @return the detections to emit, in event time order
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

  /** The input of one event time. */
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
    heard(station.stationId(), station.timeMillis());
    held.heard(station.stationId(), station.timeMillis());
  }

  private void heard(String station, long timeMillis) {
    Long before = heard.get(station);
    if (before != null && before >= timeMillis) {
      return;
    }
    if (before != null) {
      heardInOrder.remove(new StationHeard(station, before));
    }
    heard.put(station, timeMillis);
    heardInOrder.add(new StationHeard(station, timeMillis));
  }

  private void hold(Match match, long timeMillis) {
    // Too few stations for a feed: there is no reason to wait.
    boolean isFeed = heardSince(timeMillis) >= settings.minimumStations();
    held.put(new Held(match, timeMillis + (isFeed ? settings.together().toMillis() : 0)));
  }

  private void beginIfSilent(long timeMillis, List<Detection> out) {
    int silent = held.stations();
    if (isSilent()
        || silent < settings.minimumStations()
        || silent <= settings.share() * knownStations(timeMillis)) {
      return;
    }
    silentSinceMillis = timeMillis;
    toldMillis = timeMillis;
    out.add(feedMatch(timeMillis));
  }

  private void endIfBack(long timeMillis, List<Detection> out) {
    if (!isSilent() || held.stations() > settings.share() / 2 * knownStations(timeMillis)) {
      return;
    }
    silentSinceMillis = FeedSilenceState.NEVER;
    out.add(FeedSilentMatch.clear(timeMillis));
    held.postpone(timeMillis + settings.together().toMillis());
  }

  /** Emits what is due before a time, or up to it if {@code inclusive}. */
  private void passTime(long timeMillis, boolean inclusive, List<Detection> out) {
    long until = inclusive ? timeMillis : timeMillis - 1;
    if (isSilent()) {
      while (toldMillis + FeedSilentMatch.REPEAT_MILLIS <= until) {
        toldMillis += FeedSilentMatch.REPEAT_MILLIS;
        out.add(feedMatch(toldMillis));
      }
    } else {
      for (Held entry : held.takeDue(until)) {
        out.add(FeedSilentMatch.at(entry.match(), entry.dueMillis()));
      }
    }
    while (!heardInOrder.isEmpty() && !isKnown(heardInOrder.first(), until)) {
      heard.remove(heardInOrder.first().stationId());
      heardInOrder.pollFirst();
    }
  }

  private Match feedMatch(long timeMillis) {
    return FeedSilentMatch.of(
        timeMillis,
        held.all().stream().map(Held::match).toList(),
        held.stations(),
        knownStations(timeMillis),
        settings);
  }

  private int knownStations(long timeMillis) {
    return Math.max(heardSince(timeMillis), held.stations());
  }

  private int heardSince(long timeMillis) {
    int count = heardInOrder.size();
    for (StationHeard station : heardInOrder) { // None or few: passTime drops them.
      if (isKnown(station, timeMillis)) {
        break;
      }
      count--;
    }
    return count;
  }

  private boolean isKnown(StationHeard station, long timeMillis) {
    return station.timeMillis() >= timeMillis - settings.known().toMillis();
  }
}
