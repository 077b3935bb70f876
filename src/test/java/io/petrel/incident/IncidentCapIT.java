package io.petrel.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.Severity;
import io.petrel.wire.cap.CapValidation;
import io.petrel.wire.cap.CapXml;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentCapIT {
  private static final long SEED = Long.getLong("petrel.seed", 7L);
  private static final int INCIDENTS = Integer.getInteger("petrel.cases", 10_000);

  /** Stations and rules with the names that real ones have, and some that they should not have. */
  private static final String[] STATIONS = {
    "icao:KJFK", "wigos:0-20000-0-06702", "sim:S07", "a b", "<&>", "\u0000", "Büsum,Süd", "台灣"
  };

  @Test
  void everyRecordOfRandomIncidentsIsValidCap() {
    Set<String> incidents = new HashSet<>();
    Set<String> identifiers = new HashSet<>();
    for (int seed = 0; incidents.size() < INCIDENTS; seed++) {
      Random random = new Random(SEED + seed);
      for (Alert alert : story(random)) {
        String xml = CapXml.render(alert);
        assertThat(CapValidation.faults(xml))
            .as("-Dpetrel.seed=%d%n%s", SEED + seed, xml)
            .isEmpty();
        incidents.add(alert.incidentId());
        identifiers.add(alert.identifier());
      }
    }
    assertThat(identifiers.size()).isGreaterThan(2 * INCIDENTS);
  }

  /** Some days at a place: several incidents one after the other. */
  private static Iterable<Alert> story(Random random) {
    PlaceUnderTest place = new PlaceUnderTest();
    String region = STATIONS[random.nextInt(STATIONS.length)];
    String rule = "rule" + random.nextInt(1000) + (random.nextInt(9) == 0 ? " <x>" : "");
    long minute = random.nextInt(1_000_000);
    for (int n = 20 + random.nextInt(60); n > 0; n--) {
      String station = STATIONS[random.nextInt(STATIONS.length)];
      if (random.nextInt(8) == 0) {
        place.see(Detections.clearInRegion(rule, station, region, minute));
      } else {
        place.see(
            Detections.match(rule, station, minute)
                .region(region)
                .quiet(Duration.ofMinutes(40))
                .remind(Duration.ofMinutes(random.nextInt(3) * 100))
                .severity(Severity.values()[random.nextInt(5)])
                .peak(random.nextGaussian() * 30));
      }
      minute += 1 + random.nextInt(60);
    }
    if (random.nextInt(4) == 0) {
      place.remove(rule, minute);
    }
    place.until(minute + 10_000);
    return place.log;
  }
}
