package io.petrel.cli;

import io.petrel.replay.Backtest;
import io.petrel.replay.History;
import io.petrel.replay.compare.Incident;
import io.petrel.replay.compare.Incidents;
import io.petrel.wire.AlertJson;
import java.util.List;

/** Shows what history held for one set of rules. */
final class BacktestLines {
  private final Terminal terminal;

  BacktestLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What is shown. */
  enum Kind {
    /** Alert records, a line each. */
    TEXT,
    /** Alert records as JSON. */
    JSON,
    /** Matches as JSON, nothing else. */
    MATCHES
  }

  void show(History.Contents history, Backtest.Outcome outcome, Kind kind) {
    AlertLine line = new AlertLine(terminal);
    switch (kind) {
      case TEXT -> outcome.alerts().forEach(alert -> terminal.out().println(line.of(alert)));
      case JSON -> outcome.alerts().forEach(alert -> terminal.out().println(AlertJson.line(alert)));
      case MATCHES -> outcome.matches().forEach(match -> terminal.out().println(match.json()));
    }
    terminal.flush();
    if (outcome.dropped() > 0) {
      terminal.note(
          "%,d matches in progress were given up because a rule had too many at a station"
              .formatted(outcome.dropped()));
    }
    if (kind != Kind.MATCHES) {
      tellCounts(history, outcome);
    }
  }

  private void tellCounts(History.Contents history, Backtest.Outcome outcome) {
    List<Incident> incidents = Incidents.of(outcome.alerts()::forEach);
    long open = incidents.stream().filter(incident -> !incident.ended()).count();
    terminal.note(
        "%,d observations, %,d matches, %,d incidents%s, %,d alert records"
            .formatted(
                history.observations(),
                outcome.matches().size(),
                incidents.size(),
                open == 0 ? "" : " (%,d open at the end)".formatted(open),
                outcome.alerts().size()));
  }
}
