package io.petrel.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.Reason;
import io.petrel.engine.TemporaryFolder;
import io.petrel.replay.Backtest.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalFiguresTest {
  private static final long MINUTE = 60_000;

  @Test
  void countsWhatWasProvisionalWithdrawnCorrectedAndEarlier() throws IOException {
    List<Told> immediate = new ArrayList<>();
    List<Told> certain = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      immediate.add(told("i" + i, 0, Reason.FIRST_MATCH, 360 + i, i));
      certain.add(told("i" + i, 0, Reason.FIRST_MATCH, 0, 2 * i));
    }
    immediate.add(told("i1", 1, Reason.CORRECTED, 0, 100));
    immediate.add(told("i2", 1, Reason.WITHDRAWN, 0, 100));
    immediate.add(told("i3", 1, Reason.WITHDRAWN, 0, 100));
    immediate.add(told("i3", 2, Reason.CORRECTED, 0, 110)); // It was true after all.
    immediate.add(told("wrong", 0, Reason.FIRST_MATCH, 400, 40));
    immediate.add(told("wrong", 1, Reason.WITHDRAWN, 0, 41));

    ArrivalFigures figures = ArrivalFigures.of(outcome(immediate, 3), outcome(certain, 0));

    assertThat(figures.records()).isEqualTo(26);
    assertThat(figures.provisional())
        .isEqualTo(new ArrivalFigures.Spread(21, 360 * MINUTE, 360 * MINUTE, 360 * MINUTE));
    assertThat(figures.incidents()).isEqualTo(21);
    assertThat(figures.withdrawn()).isEqualTo(2);
    assertThat(figures.corrected()).isEqualTo(2);
    assertThat(figures.earlier())
        .isEqualTo(new ArrivalFigures.Spread(20, 10 * MINUTE, 19 * MINUTE, 20 * MINUTE));
    assertThat(figures.late()).isEqualTo(3);
    assertThat(figures.words())
        .contains(
            "incidents: 21, withdrawn 2 (9.5 %), corrected 2 (9.5 %)",
            "earlier than with when-certain, incidents that both announce: 20; median 10 min, p95 19 min, longest 20 min");
    assertThat(figures.json())
        .contains("\"earlier_than_when_certain\":{\"count\":20,\"median_ms\":600000");
  }

  private static Told told(String incident, int sequence, Reason reason, long until, long at) {
    return new Told(incident, sequence, reason, until * MINUTE, at * MINUTE);
  }

  private static Backtest.Outcome outcome(List<Told> told, long late) throws IOException {
    TemporaryFolder scratch = TemporaryFolder.ofMachine();
    scratch.close(); // Nothing is spilled.
    return new Backtest.Outcome(
        new SortedSpool<>(MatchLine.CODEC, MatchLine.ORDER, 1, scratch),
        new SortedSpool<>(AlertCodec.INSTANCE, Comparator.comparing(Alert::identifier), 1, scratch),
        told,
        late,
        Map.of(),
        0);
  }
}
