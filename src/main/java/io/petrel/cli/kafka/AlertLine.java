package io.petrel.cli.kafka;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.cli.terminal.Terminal;
import io.petrel.text.Times;

/** One alert record as one line for a person. */
public final class AlertLine {
  private final Terminal terminal;

  public AlertLine(Terminal terminal) {
    this.terminal = terminal;
  }

  public String of(Alert alert) {
    return "%s  %s  %s  %s%s"
        .formatted(
            Times.utc(alert.sentMillis()),
            styledKind(alert),
            styledSeverity(alert.message().severity()),
            alert.message().headline(),
            provisional(alert));
  }

  private String provisional(Alert alert) {
    return alert.provisionalUntilMillis() == 0
        ? ""
        : terminal.styled(
            "  (provisional until %s)".formatted(Times.utc(alert.provisionalUntilMillis())),
            Terminal.Style.DIM);
  }

  private String styledKind(Alert alert) {
    String word = "%-9s".formatted(kind(alert));
    if (alert.isEnd()) {
      return terminal.styled(word, Terminal.Style.GREEN);
    }
    return alert.msgType() == MsgType.ALERT
        ? terminal.styled(word, Terminal.Style.BOLD)
        : terminal.styled(word, Terminal.Style.DIM);
  }

  private static String kind(Alert alert) {
    if (alert.msgType() == MsgType.CANCEL) {
      return alert.reason() == Reason.WITHDRAWN ? "WITHDRAWN" : "CANCEL";
    }
    if (alert.isEnd()) {
      return "OVER";
    }
    if (alert.reason() == Reason.CORRECTED) {
      return "CORRECTED";
    }
    return alert.msgType() == MsgType.ALERT ? "ALERT" : "UPDATE";
  }

  private String styledSeverity(Severity severity) {
    String word = "%-8s".formatted(severity.code());
    return switch (severity) {
      case EXTREME, SEVERE -> terminal.styled(word, Terminal.Style.RED);
      case MODERATE -> terminal.styled(word, Terminal.Style.YELLOW);
      case MINOR, UNKNOWN -> word;
    };
  }
}
