package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.alert.detection.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One place in the hands of the pure state machine, with all that it told. */
public final class PlaceUnderTest {
  private final IncidentLifecycle lifecycle;
  private PlaceIncidents incidents = PlaceIncidents.NONE;
  public final List<Alert> log = new ArrayList<>();

  public PlaceUnderTest(IncidentSettings settings) {
    lifecycle = new IncidentLifecycle(settings);
  }

  public PlaceUnderTest() {
    this(IncidentSettings.defaults());
  }

  /** Gives detections and lets time pass up to the latest of them; gives the new records. */
  public List<Alert> see(Detection... detections) {
    SortedMap<Long, List<Detection>> byTime = byTime(detections);
    return take(lifecycle.advance(incidents, byTime, Set.of(), byTime.lastKey()));
  }

  private static SortedMap<Long, List<Detection>> byTime(Detection... detections) {
    SortedMap<Long, List<Detection>> byTime = new TreeMap<>();
    for (Detection detection : detections) {
      byTime.computeIfAbsent(detection.timeMillis(), time -> new ArrayList<>()).add(detection);
    }
    return byTime;
  }

  public List<Alert> see(Detections.Builder... matches) {
    Detection[] built = new Detection[matches.length];
    for (int i = 0; i < matches.length; i++) {
      built[i] = matches[i].build();
    }
    return see(built);
  }

  /** Lets time pass, with detections that come only then. */
  List<Alert> until(long minutes, Detection... late) {
    return take(lifecycle.advance(incidents, byTime(late), Set.of(), Detections.at(minutes)));
  }

  List<Alert> remove(String rule, long minutes) {
    return take(lifecycle.remove(incidents, Set.of(rule), Detections.at(minutes)));
  }

  public Map<String, IncidentState> open() {
    return incidents.open();
  }

  Map<String, UnconfirmedEnd> ended() {
    return incidents.ended();
  }

  List<Reason> reasons() {
    return log.stream().map(Alert::reason).toList();
  }

  private List<Alert> take(PlaceUpdate outcome) {
    incidents = outcome.incidents();
    log.addAll(outcome.records());
    return outcome.records();
  }
}
