package io.petrel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.Backtest;
import io.petrel.replay.History;
import io.petrel.replay.MatchLine;
import io.petrel.replay.Span;
import io.petrel.rule.RuleFile;
import io.petrel.wire.file.ObservationCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that a backtest of one file of good rows gives, in memory. */
public record WholeBacktest(List<MatchLine> matches, List<Alert> alerts) {
  public static WholeBacktest of(Path file, List<RuleFile> rules, PipelineSettings settings)
      throws IOException, InterruptedException {
    try (History history = History.read(List.of(file), Span.ALL, new GoodRowsOnly());
        Backtest backtest = new Backtest(history, settings, 1)) {
      Backtest.Outcome outcome = backtest.run(rules);
      List<MatchLine> matches = new ArrayList<>();
      List<Alert> alerts = new ArrayList<>();
      outcome.matches().forEach(matches::add);
      outcome.alerts().forEach(alerts::add);
      return new WholeBacktest(matches, alerts);
    }
  }

  private static final class GoodRowsOnly implements History.Listener {
    @Override
    public void badRow(Path file, ObservationCsv.Bad row) {
      assertThat(row.text()).isEmpty();
    }

    @Override
    public void read() {}
  }
}
