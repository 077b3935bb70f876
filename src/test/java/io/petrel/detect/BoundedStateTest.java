package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.detection.Match;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What detection keeps does not grow with time, and is gone when the stations are. */
class BoundedStateTest {
  private static final int STATIONS = 60;

  @Test
  void aWeekIsNoLargerThanItsSecondDayAndLeavesNothing() throws Exception {
    List<Week.Size> sizes = Week.of(STATIONS, 7);
    Week.Size secondDay = sizes.get(1);
    Week.Size week = sizes.get(6);
    assertThat(week.stations()).isEqualTo(STATIONS);
    assertThat(week.bytes()).isLessThan(secondDay.bytes() * 12 / 10);
    assertThat(week.wakes()).isLessThan(STATIONS * 40);
    assertThat(week.heap() - secondDay.heap()).isLessThan(20L << 20);

    Week.Size aDayLater = sizes.get(8);
    assertThat(aDayLater.bytes()).isLessThan(week.bytes());
    assertThat(aDayLater.wakes()).isLessThanOrEqualTo(STATIONS * 2);
    Week.Size gone = sizes.get(9);
    assertThat(gone.stations()).isZero();
    assertThat(gone.wakes()).isZero();
  }

  /** A hundred names of two hundred characters: what a writer may put on each report. */
  @Test
  void extrasThatNoRuleReadsAreNotKept() throws Exception {
    RuleFile hail =
        new RuleFile(
            "hail.yaml",
            """
            rule: hail
            title: Hail
            severity: severe
            observations: extra.sensor == 1.0
            within: 1h
            pattern:
              - {step: first, where: extra.hail_mm > 5.0}
              - {step: second, where: 'max(extra.ice_mm, "1h") > 0.0'}
            headline: "${extra.size_mm} mm"
            incident:
              by: [station_id, extra.sector]
            """);
    try (OperatorRun run =
        new OperatorRun(new RuleSetUpdate(0, List.of(hail)), OperatorRun.SETTINGS, null)) {
      Observation.Builder report = Observation.at("s", 60_000);
      List<String> read = List.of("sensor", "hail_mm", "ice_mm", "size_mm", "sector");
      read.forEach(name -> report.extra(name, name.equals("sensor") ? 1 : 7));
      for (int i = 0; i < 95; i++) {
        report.extra("x".repeat(200) + i, i);
      }
      run.observe(report.build());
      run.watermark(60_000);
      run.observe(report.build().toBuilder().millis(0, 120_000).build());
      run.observe(report.build().toBuilder().millis(0, 1_000).build());
      run.checkpoint();
      assertThat(run.keyedBytes().get("s")).isLessThan(1_000);
      assertThat(run.late())
          .singleElement()
          .satisfies(
              late -> assertThat(late.extra()).as("what goes to a topic is whole").hasSize(100));
      run.watermark(120_000);
      Match match = (Match) run.detections().get(0);
      assertThat(match.message().headline()).isEqualTo("7 mm");
      assertThat(match.incident().by()).containsEntry("extra.sector", "7.0");
      assertThat(match.station().extra().keySet()).containsExactlyInAnyOrderElementsOf(read);
    }
  }

  @Test
  void stationsLeaveMemoryWhenTheirBytesAreTooMany() throws Exception {
    ByStation state = new ByStation();
    CompiledRuleSet none =
        new RuleSetCompiler(new TextRuleCompiler(), DetectSettings.DEFAULT.matching())
            .open(ActiveRuleSet.first(new RuleSetUpdate(0, List.of())));
    StationStore store = new StationStore(state, state::key, 1_000, 1 << 20);
    for (int i = 0; i < 2_000; i++) {
      for (String station : List.of("a", "b", "c")) {
        store.change(station, none).offer(Observation.at(station, i).region("r").build());
        assertThat(store.stations() == 1 || store.bytes() <= 1 << 20).isTrue();
      }
    }
    store.flush();
    for (String station : List.of("a", "b", "c")) {
      assertThat(store.change(station, none).pending()).as(station).hasSize(2_000);
    }
  }

  /** Keyed state of one name. */
  private static final class ByStation implements ValueState<byte[]> {
    private final Map<String, byte[]> values = new HashMap<>();
    private String station = "";

    void key(String id) {
      station = id;
    }

    @Override
    public byte @Nullable [] value() {
      return values.get(station);
    }

    @Override
    public void update(byte[] value) {
      values.put(station, value);
    }

    @Override
    public void clear() {
      values.remove(station);
    }
  }
}
