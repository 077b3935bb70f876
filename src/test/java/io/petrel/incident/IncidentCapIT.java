package io.petrel.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.Severity;
import io.petrel.wire.cap.CapValidation;
import io.petrel.wire.cap.CapXml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
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
      Map<String, List<Alert>> earlier = new HashMap<>();
      for (Alert alert : story(random)) {
        String xml = cap(alert);
        List<Alert> before = earlier.computeIfAbsent(alert.incidentId(), id -> new ArrayList<>());
        assertReferences(xml, before, alert);
        before.add(alert);
        assertThat(CapValidation.faults(xml))
            .as("-Dpetrel.seed=%d%n%s", SEED + seed, xml)
            .isEmpty();
        incidents.add(alert.incidentId());
        identifiers.add(alert.identifier());
      }
    }
    assertThat(identifiers.size()).isGreaterThan(2 * INCIDENTS);
  }

  /** They are all earlier records of the incident that have not expired. */
  private static void assertReferences(String xml, List<Alert> before, Alert alert) {
    String all =
        before.stream()
            .filter(record -> record.expiresMillis() >= alert.sentMillis())
            .map(
                record ->
                    "%s,%s,%s-00:00"
                        .formatted(
                            record.sender(),
                            record.identifier(),
                            Instant.ofEpochMilli(record.sentMillis()).toString().replace("Z", "")))
            .collect(Collectors.joining(" "));
    if (all.isEmpty()) {
      assertThat(xml).doesNotContain("<references>");
    } else {
      assertThat(xml).contains("<references>" + all + "</references>");
    }
  }

  /** Now and then markup, control characters, halves of characters, or very long. */
  private static String text(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "</info>]]><!-- &amp; \u0000\u001B\uD800\uFFFE\r\n \u00A0\uD83C\uDF00";
      case 1 -> "台灣 Sturm für Büsum, Ørland \u202Eright to left".repeat(1 + random.nextInt(20));
      case 2 -> random.nextInt(200) == 0 ? "<&>\u0001".repeat(20_000) : "\t";
      default -> "Gale & more";
    };
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
                .texts(text(random), text(random))
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

  private static String cap(Alert alert) {
    return CapXml.render(alert, CapXml.DEFAULT_RADIUS_KM);
  }
}
