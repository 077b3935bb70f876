package io.petrel.replay.why;

import io.petrel.alert.Alert;
import io.petrel.incident.ReportWords;
import io.petrel.replay.why.Answer.Blocked;
import io.petrel.replay.why.Answer.Question;
import io.petrel.replay.why.Answer.Taken;
import io.petrel.replay.why.MeasureWindow.Reading;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.Trace;
import io.petrel.text.Durations;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.List;

/** An answer for a person, the cause first. */
public final class AnswerText {
  private static final int READINGS = 8;

  private final Answer answer;
  private final TimeWords times;
  private final List<String> lines = new ArrayList<>();

  private AnswerText(Answer answer) {
    this.answer = answer;
    this.times = new TimeWords(answer.question().atMillis());
  }

  /** The lines, without line breaks. */
  public static List<String> lines(Answer answer) {
    AnswerText text = new AnswerText(answer);
    text.head();
    text.steps();
    text.condition();
    text.incident();
    if (!answer.notes().isEmpty()) {
      text.section("Also");
      answer.notes().forEach(note -> text.lines.add("  " + note));
    }
    return List.copyOf(text.lines);
  }

  private void head() {
    Question question = answer.question();
    lines.add(
        "'%s' %s at %s, %s"
            .formatted(
                question.rule().id(),
                answer.fired() ? "fired" : "did not fire",
                question.station(),
                TimeWords.full(question.atMillis())));
    lines.add("");
    lines.add("Because " + answer.cause().text() + ".");
    answer.arrivals().forEach(arrived -> lines.add(arrived(arrived)));
    Observation report = answer.report();
    if (report != null && report.timeMillis() != question.atMillis()) {
      lines.add("The newest report by then is of %s.".formatted(times.of(report.timeMillis())));
    }
  }

  private String arrived(Answer.Arrived arrived) {
    Answer.Withdrawn withdrawn = arrived.withdrawn();
    return "%s at %s%s."
        .formatted(
            arrived.isSent() ? "Sent" : "Matched",
            times.of(arrived.atMillis()),
            withdrawn == null
                ? ""
                : ", withdrawn at %s because %s"
                    .formatted(
                        times.of(withdrawn.atMillis()), ReportWords.clause(withdrawn.cause())));
  }

  private void section(String title) {
    lines.add("");
    lines.add(title);
  }

  private void steps() {
    if (answer.steps().size() < 2) {
      return;
    }
    long reached = answer.steps().stream().filter(step -> !step.reports().isEmpty()).count();
    section("Steps (%d of %d)".formatted(reached, answer.steps().size()));
    int width = answer.steps().stream().mapToInt(step -> step.step().length()).max().orElse(0);
    for (Taken step : answer.steps()) {
      String taken =
          step.reports().isEmpty()
              ? "-"
              : String.join(
                  ", ",
                  step.reports().stream().map(report -> times.of(report.timeMillis())).toList());
      lines.add(
          "  %s %s%s"
              .formatted(
                  pad(step.step(), width), taken, step.isBlocked() ? "   <- failed here" : ""));
    }
  }

  private void condition() {
    Blocked blocked = answer.blocked();
    if (blocked == null) {
      return;
    }
    String whose = blocked.step().equals("when") ? "The condition" : "'" + blocked.step() + "'";
    section("%s at the report of %s".formatted(whose, times.of(blocked.report().timeMillis())));
    List<Trace> parts = blocked.trace().conditions();
    int width = parts.stream().mapToInt(part -> part.text().length()).max().orElse(0);
    for (Trace part : parts) {
      lines.add(
          "  %-7s %s  %s"
              .formatted(word(part.truth()), pad(part.text(), width), values(part))
              .stripTrailing());
    }
    blocked.windows().forEach(this::window);
  }

  private static String values(Trace part) {
    String values =
        part.kind() == Trace.Kind.COMPARISON || part.kind() == Trace.Kind.CONDITION
            ? ConditionWords.values(part)
            : "";
    Trace.Comparison comparison = part.comparison();
    String by =
        comparison == null || part.isTrue()
            ? ""
            : comparison.by() == 0 ? " (equal)" : " (off by " + comparison.shownBy() + ")";
    return values + by;
  }

  private void window(MeasureWindow window) {
    Long from = window.from();
    section(
        from == null
            ? "%s is %s".formatted(window.text(), window.value())
            : "%s is %s, over %s to %s"
                .formatted(
                    window.text(),
                    window.value(),
                    times.of(from),
                    times.of(window.at().timeMillis())));
    lines.add("  " + readings(window));
    MeasureWindow.Outside outside = window.outside();
    if (outside != null) {
      lines.add(
          "  just outside, by %s: %s; with it the measure would be %s"
              .formatted(
                  Durations.code(outside.by()),
                  reading(outside.reading()),
                  decimal(outside.measure())));
    }
  }

  private String readings(MeasureWindow window) {
    List<Reading> counted = window.counted();
    String without =
        window.without() == 0 ? "" : "; %d without the field".formatted(window.without());
    if (counted.isEmpty()) {
      return "no report has the field" + without;
    }
    List<String> shown = new ArrayList<>();
    int half = READINGS / 2;
    for (int i = 0; i < counted.size(); i++) {
      if (counted.size() <= READINGS || i < half || i >= counted.size() - half) {
        shown.add(reading(counted.get(i)));
      } else if (i == half) {
        shown.add(".. %d more ..".formatted(counted.size() - READINGS));
      }
    }
    return String.join(", ", shown) + without;
  }

  private String reading(Reading reading) {
    return "%s %s".formatted(times.of(reading.report().timeMillis()), decimal(reading.value()));
  }

  private static String decimal(double value) {
    return ConditionWords.plain(Math.round(value * 1e4) / 1e4);
  }

  private void incident() {
    AlertOutcome outcome = answer.outcome();
    if (outcome == null) {
      return;
    }
    List<String> told = new ArrayList<>();
    Alert opened = outcome.opened();
    Alert later = outcome.later();
    if (opened != null && !opened.equals(outcome.told())) {
      told.add(record(opened));
    }
    if (outcome.told() != null) {
      told.add(record(outcome.told()));
    }
    if (later != null) {
      told.add(record(later));
    }
    if (!told.isEmpty()) {
      section("Records of the incident");
      told.forEach(line -> lines.add("  " + line));
    }
  }

  private String record(Alert alert) {
    return "%s  %s, %s: %s"
        .formatted(
            times.of(alert.sentMillis()),
            alert.rule(),
            TimeWords.word(alert.reason()),
            alert.message().headline());
  }

  private static String word(Truth truth) {
    return switch (truth) {
      case TRUE -> "yes";
      case FALSE -> "no";
      case UNKNOWN -> "unknown";
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
