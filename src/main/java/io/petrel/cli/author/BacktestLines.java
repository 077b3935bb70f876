package io.petrel.cli.author;

import io.petrel.cli.kafka.AlertLine;
import io.petrel.cli.terminal.Terminal;
import io.petrel.replay.ArrivalFigures;
import io.petrel.replay.Backtest;
import io.petrel.replay.History;
import io.petrel.replay.compare.DifferenceJson;
import io.petrel.replay.compare.DifferenceWords;
import io.petrel.replay.compare.Incident;
import io.petrel.replay.compare.IncidentFold;
import io.petrel.replay.compare.MailLine;
import io.petrel.wire.AlertJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows what history held for one set of rules. */
final class BacktestLines {
  private final Terminal terminal;

  BacktestLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What to show. */
  enum Kind {
    /** Alert records, a line each. */
    TEXT,
    /** Alert records as JSON. */
    JSON,
    /** Matches as JSON, nothing else. */
    MATCHES
  }

  /**
   * Shows all of it, and a summary on standard error.
   *
   * @param mails null = not asked for
   */
  void show(
      History.Contents history,
      Backtest.Outcome outcome,
      @Nullable List<MailLine> mails,
      Kind kind) {
    AlertLine line = new AlertLine(terminal);
    switch (kind) {
      case TEXT -> outcome.alerts().forEach(alert -> terminal.row(line.of(alert)));
      case JSON -> outcome.alerts().forEach(alert -> terminal.row(AlertJson.line(alert)));
      case MATCHES -> outcome.matches().forEach(match -> terminal.row(match.json()));
    }
    if (mails != null) {
      for (MailLine mail : mails) {
        terminal.row(kind == Kind.JSON ? DifferenceJson.line(mail) : DifferenceWords.of(mail));
      }
    }
    terminal.flush();
    if (outcome.dropped() > 0) {
      terminal.note(
          "%,d matches in progress were dropped because a rule had too many at a station"
              .formatted(outcome.dropped()));
    }
    if (kind != Kind.MATCHES) {
      printCounts(history, outcome);
    }
    if (mails != null) {
      printCounts(mails);
    }
  }

  /** Shows how immediate alerts did: as JSON on standard output, else on standard error. */
  void show(ArrivalFigures arrivals, Kind kind) {
    if (kind == Kind.JSON) {
      terminal.row(arrivals.json());
      terminal.flush();
    } else if (kind == Kind.TEXT) {
      arrivals.words().forEach(terminal::note);
    }
  }

  private void printCounts(List<MailLine> mails) {
    Map<String, Long> counts =
        mails.stream()
            .collect(
                Collectors.groupingBy(
                    MailLine::subscription, LinkedHashMap::new, Collectors.counting()));
    terminal.note(
        "%,d mails%s"
            .formatted(
                mails.size(),
                counts.entrySet().stream()
                    .map(count -> "%s %,d".formatted(count.getKey(), count.getValue()))
                    .collect(Collectors.joining(", ", counts.isEmpty() ? "" : ": ", ""))));
  }

  private void printCounts(History.Contents history, Backtest.Outcome outcome) {
    List<Incident> incidents = IncidentFold.of(outcome.alerts()::forEach);
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
