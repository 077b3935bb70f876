package io.petrel.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.MsgType;
import io.petrel.engine.PipelineSettings;
import io.petrel.rule.RuleFile;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.testing.WholeBacktest;
import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sixty simulated stations in a storm of a day and a half, and rules that are told by region. */
class RegionalStormIT {
  private static final String STRONG_WIND =
      """
      rule: strong-wind
      title: Strong wind
      severity: moderate
      when: wind_speed_ms >= 12.0 || wind_gust_ms >= 17.0
      headline: "Strong wind at ${station_name}"
      incident:
        by: [region]
        quiet: 6h
        escalate:
          - {severity: severe, when: wind_gust_ms >= 28.0}
      """;
  private static final String LOW =
      """
      rule: low
      title: Low pressure
      severity: minor
      when: pressure_hpa < 985.0
      headline: "${pressure_hpa} hPa at ${station_name}"
      incident: {by: [region, labels.hazard], quiet: 6h}
      labels: {hazard: pressure}
      """;

  @Test
  void aStormIsOneGrowingIncidentPerRegionAndRule(@TempDir Path folder) throws Exception {
    Path storm = folder.resolve("storm.avro");
    Map<String, Set<String>> stations = new TreeMap<>();
    try (OutputStream out = Files.newOutputStream(storm);
        ObservationFileWriter writer = ObservationFileWriter.to(out, storm.toString())) {
      SimulationSettings settings =
          SimulationSettings.DEFAULT.withStations(120).withReportInterval(Duration.ofMinutes(20));
      for (Observation observation : StormSimulator.observations(settings).toList()) {
        if (isChosen(observation, stations)) {
          writer.write(observation);
        }
      }
    }
    assertThat(stations).hasSize(3);
    assertThat(stations.values()).allSatisfy(ids -> assertThat(ids).hasSize(20));

    WholeBacktest outcome =
        WholeBacktest.of(
            storm,
            List.of(new RuleFile("strong-wind.yaml", STRONG_WIND), new RuleFile("low.yaml", LOW)),
            PipelineSettings.defaults());

    Map<String, List<Alert>> incidents =
        outcome.alerts().stream()
            .collect(Collectors.groupingBy(Alert::incidentId, TreeMap::new, Collectors.toList()));
    assertThat(incidents.values())
        .extracting(
            records -> records.get(0).rule() + " in " + records.get(0).incidentBy().get("region"))
        .containsExactlyInAnyOrderElementsOf(
            stations.keySet().stream()
                .flatMap(region -> List.of("low in " + region, "strong-wind in " + region).stream())
                .toList());
    incidents.values().forEach(RegionalStormIT::assertGrows);
    assertThat(outcome.matches().size()).isGreaterThan(20 * outcome.alerts().size());
  }

  /** Twenty stations of each of three regions; the simulated country has four. */
  private static boolean isChosen(Observation observation, Map<String, Set<String>> stations) {
    String region = String.valueOf(observation.region());
    if (!stations.containsKey(region) && stations.size() == 3) {
      return false;
    }
    Set<String> ids = stations.computeIfAbsent(region, r -> new HashSet<>());
    return ids.contains(observation.stationId())
        || (ids.size() < 20 && ids.add(observation.stationId()));
  }

  private static void assertGrows(List<Alert> records) {
    assertThat(records).extracting(Alert::msgType).first().isEqualTo(MsgType.ALERT);
    assertThat(records.stream().skip(1)).extracting(Alert::msgType).containsOnly(MsgType.UPDATE);
    assertThat(records).filteredOn(Alert::isEnd).hasSizeLessThanOrEqualTo(1);
    List<AlertPlace> before = List.of();
    for (Alert record : records) {
      assertThat(record.places()).hasSizeGreaterThanOrEqualTo(before.size());
      assertThat(record.places().subList(0, before.size())).isEqualTo(before);
      assertThat(record.places())
          .extracting(AlertPlace::region)
          .containsOnly(record.incidentBy().get("region"));
      before = record.places();
    }
    assertThat(before).hasSizeGreaterThan(10);
  }
}
