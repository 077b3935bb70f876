package io.petrel.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.ReportChange;
import io.petrel.alert.detection.Revision;
import io.petrel.incident.Detections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingMatchesTest {
  private final StandingMatches matches = new StandingMatches();
  private final Match first = Detections.match("gale", "S1", 0).build();
  private final Match second = Detections.match("gale", "S1", 60).build();

  @Test
  void takesBackAndAdds() {
    matches.add(first);
    matches.add(Detections.clear("gale", "S1", 30));
    matches.add(revision(List.of(first, Detections.clear("gale", "S1", 30)), List.of(second)));
    assertThat(matches.standing()).containsExactly(second);
    assertThat(matches.withdrawn()).containsExactly(first);
  }

  @Test
  void whatComesBackStands() {
    matches.add(first);
    matches.add(revision(List.of(first), List.of()));
    matches.add(revision(List.of(), List.of(first)));
    assertThat(matches.standing()).containsExactly(first);
    assertThat(matches.withdrawn()).isEmpty();
  }

  private static Revision revision(List<Detection> withdrawn, List<Detection> added) {
    return new Revision(
        "gale",
        "v1",
        "S1",
        0,
        java.util.Map.of("station_id", "S1"),
        withdrawn.stream().map(d -> new Revision.Withdrawn(d.id(), d.timeMillis())).toList(),
        added,
        new ReportChange(ReportChange.Kind.CORRECTION, "S1", "S1", 0, List.of()));
  }
}
