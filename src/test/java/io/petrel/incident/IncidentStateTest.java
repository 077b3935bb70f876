package io.petrel.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IncidentStateTest {
  @Test
  void incidentOfOneStationTakesHalfAKilobyte() throws IOException {
    PlaceUnderTest place = new PlaceUnderTest();
    place.see(Detections.match("gale", "icao:KJFK", 0));
    for (int minute = 1; minute < 5000; minute++) {
      place.see(Detections.match("gale", "icao:KJFK", minute));
    }
    assertThat(size(place)).isLessThan(600);
  }

  @Test
  void stateIsBoundedHoweverManyStationsAndRecords() throws IOException {
    IncidentSettings settings = IncidentSettings.defaults();
    PlaceUnderTest place = new PlaceUnderTest();
    long minute = 0;
    for (int i = 0; i < 3000; i++) {
      place.see(
          Detections.match("gale", "wigos:0-20000-0-" + i % 1000, minute)
              .region("north")
              .quiet(Duration.ofMinutes(2))
              .remind(Duration.ofMinutes(1))
              .severity(Severity.values()[i % 5]));
      minute += 1;
    }
    IncidentState state = place.open().get("gale");

    assertThat(state.extent().stations()).hasSize(settings.places());
    assertThat(state.published().unexpired().size())
        .isBetween(400, PublishedHistory.MOST_UNEXPIRED + 5);
    assertThat(size(place)).isLessThan(70_000);
  }

  @Test
  void nothingIsLeftOfAnIncidentThatEnded() {
    PlaceUnderTest place = new PlaceUnderTest();
    place.see(Detections.match("gale", "S1", 0));
    place.until(180);

    assertThat(place.open()).isEmpty();
  }

  @Test
  void memoryOfAnEndTakesThirtyBytesAndIsGoneAfterItsTime() throws IOException {
    PlaceUnderTest place = new PlaceUnderTest();
    place.see(Detections.match("gale", "S1", 0));
    place.see(Detections.clear("gale", "S1", 30));

    assertThat(UnconfirmedEnd.CODEC.toBytes(place.ended().get("gale")))
        .hasSizeLessThanOrEqualTo(30);
    place.until(180);
    assertThat(place.ended()).isEmpty();
  }

  @Test
  void beyondFiveHundredUnexpiredRecordsOnlyWhatIsUrgentIsTold() {
    PlaceUnderTest place = new PlaceUnderTest();
    Duration remind = Duration.ofMinutes(1);
    for (int minute = 0; minute < 1000; minute++) {
      place.see(Detections.match("gale", "S1", minute).remind(remind));
    }
    assertThat(place.log).hasSize(PublishedHistory.MOST_UNEXPIRED);

    place.see(Detections.match("gale", "S1", 1000).severity(Severity.EXTREME).remind(remind));
    Alert raised = place.log.get(place.log.size() - 1);
    assertThat(raised.reason()).isEqualTo(Reason.SEVERITY_RAISED);
    assertThat(raised.references()).hasSize(PublishedHistory.MOST_UNEXPIRED);
    assertThat(raised.suppressed()).isEqualTo(500);

    Alert end = place.see(Detections.clear("gale", "S1", 1001)).get(0);
    assertThat(end.isEnd()).isTrue();
    assertThat(end.references()).hasSize(PublishedHistory.MOST_UNEXPIRED + 1);
  }

  private static int size(PlaceUnderTest place) throws IOException {
    return IncidentState.CODEC.toBytes(place.open().get("gale")).length;
  }
}
