package io.petrel.replay.why;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.alert.Alert;
import io.petrel.incident.ReportWords;
import io.petrel.replay.why.Answer.Blocked;
import io.petrel.replay.why.Answer.Question;
import io.petrel.replay.why.MeasureWindow.Reading;
import io.petrel.rule.expr.Trace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An answer for programs. Times are ISO-8601 in UTC. */
public final class AnswerJson {
  private AnswerJson() {}

  public static ObjectNode of(Answer answer) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Question question = answer.question();
    node.put("rule", question.rule().id());
    node.put("version", question.rule().version());
    node.put("station", question.station());
    node.put("at", time(question.atMillis()));
    node.put("fired", answer.fired());
    node.putObject("cause")
        .put("kind", TimeWords.word(answer.cause().kind()))
        .put("text", answer.cause().text());
    node.put("report", answer.report() == null ? null : time(answer.report().timeMillis()));
    ArrayNode steps = node.putArray("steps");
    for (Answer.Taken step : answer.steps()) {
      ObjectNode one = steps.addObject().put("step", step.step()).put("failed", step.isBlocked());
      ArrayNode reports = one.putArray("reports");
      step.reports().forEach(report -> reports.add(time(report.timeMillis())));
    }
    Blocked blocked = answer.blocked();
    if (blocked != null) {
      ObjectNode condition = node.putObject("condition");
      condition.put("step", blocked.step());
      condition.put("report", time(blocked.report().timeMillis()));
      condition.set("trace", trace(blocked.trace()));
      ArrayNode measures = condition.putArray("measures");
      blocked.windows().forEach(window -> measures.add(window(window)));
    }
    AlertOutcome outcome = answer.outcome();
    if (outcome != null) {
      ObjectNode incident = node.putObject("incident");
      put(incident, "opened", outcome.opened());
      put(incident, "told", outcome.told());
      put(incident, "later", outcome.later());
      if (outcome.before() != null) {
        incident.put("match_before", time(outcome.before().timeMillis()));
      }
      incident.put("quiet_seconds", outcome.match().incident().quietMillis() / 1000);
    }
    ArrayNode arrivals = node.putArray("arrivals");
    for (Answer.Arrived arrived : answer.arrivals()) {
      ObjectNode one = arrivals.addObject();
      one.put("sent", arrived.isSent()).put("at", time(arrived.atMillis()));
      Answer.Withdrawn withdrawn = arrived.withdrawn();
      if (withdrawn != null) {
        one.put("withdrawn_at", time(withdrawn.atMillis()));
        one.put("because", ReportWords.clause(withdrawn.cause()));
      }
    }
    ArrayNode notes = node.putArray("notes");
    answer.notes().forEach(notes::add);
    return node;
  }

  private static ObjectNode trace(Trace trace) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("text", trace.text());
    node.put("kind", TimeWords.word(trace.kind()));
    node.put("value", trace.value());
    Trace.Comparison comparison = trace.comparison();
    if (comparison != null) {
      node.put("left", comparison.left());
      node.put("right", comparison.right());
      node.put("off_by", comparison.by());
    }
    if (!trace.parts().isEmpty()) {
      ArrayNode parts = node.putArray("parts");
      trace.parts().forEach(part -> parts.add(trace(part)));
    }
    return node;
  }

  private static ObjectNode window(MeasureWindow window) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("measure", window.text());
    node.put("value", window.value());
    if (window.from() != null) {
      node.put("from", time(window.from()));
    }
    node.put("to", time(window.at().timeMillis()));
    ArrayNode counted = node.putArray("reports");
    window.counted().forEach(reading -> counted.add(reading(reading)));
    node.put("without_field", window.without());
    MeasureWindow.Outside outside = window.outside();
    if (outside != null) {
      ObjectNode just = node.putObject("just_outside");
      just.set("report", reading(outside.reading()));
      just.put("by_seconds", outside.by().toSeconds());
      just.put("measure_with_it", outside.measure());
    }
    return node;
  }

  private static ObjectNode reading(Reading reading) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", time(reading.report().timeMillis()))
        .put("value", reading.value());
  }

  private static void put(ObjectNode node, String name, @Nullable Alert alert) {
    if (alert != null) {
      node.putObject(name)
          .put("identifier", alert.identifier())
          .put("rule", alert.rule())
          .put("sent", time(alert.sentMillis()))
          .put("reason", TimeWords.word(alert.reason()))
          .put("headline", alert.message().headline());
    }
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
