package io.petrel.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import java.util.ArrayList;
import java.util.List;

/** What a demo has done: counted on the topics and in the mail folder, and by the operators. */
final class DemoSummary {
  /**
   * What the operators counted in this run. A run that resumes after a kill counts repeated work
   * again.
   *
   * @param matches of all rules
   * @param suppressed matches without an alert record of their own
   */
  record Counted(long matches, long suppressed, long duplicates, long corrections) {}

  private long observations;
  private long rejected;
  private long late;
  private long opened;
  private long updated;
  private long ended;
  private long mails;

  void observations(long onTopic) {
    observations = onTopic;
  }

  void rejected(long onTopic) {
    rejected = onTopic;
  }

  void late(long onTopic) {
    late = onTopic;
  }

  void mails(long inFolder) {
    mails = inFolder;
  }

  void add(Alert alert) {
    if (alert.isEnd()) {
      ended++;
    } else if (alert.msgType() == MsgType.ALERT) {
      opened++;
    } else {
      updated++;
    }
  }

  long alerts() {
    return opened + updated + ended;
  }

  List<String> lines(Counted counted) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row(
            "observations",
            observations,
            "of them %,d rejected, %,d late; %,d duplicates, %,d corrections"
                .formatted(rejected, late, counted.duplicates(), counted.corrections())));
    lines.add(
        row(
            "matches",
            counted.matches(),
            "of them %,d suppressed".formatted(counted.suppressed())));
    lines.add(
        row(
            "alerts",
            alerts(),
            "%,d opened, %,d updated, %,d over; %,d are open"
                .formatted(opened, updated, ended, opened - ended)));
    lines.add(row("mails", mails, ""));
    return lines;
  }

  ObjectNode json(Counted counted) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("observations", observations)
        .put("rejected", rejected)
        .put("late", late)
        .put("duplicates", counted.duplicates())
        .put("corrections", counted.corrections())
        .put("matches", counted.matches())
        .put("suppressed", counted.suppressed())
        .put("alerts", alerts())
        .put("opened", opened)
        .put("updated", updated)
        .put("ended", ended)
        .put("mails", mails);
  }

  private static String row(String what, long count, String more) {
    return "  %-13s %,9d   %s".formatted(what, count, more).stripTrailing();
  }
}
