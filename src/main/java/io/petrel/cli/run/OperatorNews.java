package io.petrel.cli.run;

import io.petrel.engine.JobCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What has changed in a running engine that its operator must know and would not see: each thing is
 * told when it begins and when it is over. Not thread-safe.
 */
final class OperatorNews {
  /** So that a feed that is late for hours does not fill the screen. */
  private static final Duration LATE_AGAIN = Duration.ofMinutes(1);

  /** A mail server that is only busy is no news. */
  private static final Duration MAIL_PATIENCE = Duration.ofMinutes(1);

  private final String lateTopic;
  private final String mailServer;
  private Look told = new Look(0, 0, 0, false, Duration.ZERO);
  private Instant lateToldAt = Instant.MIN;
  private boolean mailWaits;

  /**
   * What is seen at one time.
   *
   * @param restarts of both jobs since the start
   * @param late observations since the start
   * @param refusedRules files of rules
   * @param oldestMail how long the oldest has waited for the mail server
   */
  record Look(
      long restarts,
      long late,
      long refusedRules,
      boolean ruleFolderIsUnreadable,
      Duration oldestMail) {
    static Look at(JobCounts counts) {
      return new Look(
          (long) counts.total("numRestarts"),
          counts.sum("observations_late"),
          (long) counts.total("rules_refused"),
          counts.total("rule_folder_unreadable") > 0,
          Duration.ofMillis((long) counts.highest("mail_oldest_waiting_millis").orElse(0)));
    }
  }

  /**
   * @param mailServer host and port
   */
  OperatorNews(String lateTopic, String mailServer) {
    this.lateTopic = lateTopic;
    this.mailServer = mailServer;
  }

  /** What is new since the last look, a sentence or two each. */
  List<String> since(Look now, Instant time) {
    List<String> news = new ArrayList<>();
    if (now.restarts() > told.restarts()) {
      news.add(
          "A job failed and starts again from its last checkpoint (restart %d since the start). The log says why."
              .formatted(now.restarts()));
    }
    if (now.refusedRules() != told.refusedRules()) {
      news.add(
          now.refusedRules() == 0
              ? "No rule is refused any more."
              : "%s refused; the last good version runs on. 'petrel rules' says why."
                  .formatted(
                      now.refusedRules() == 1
                          ? "A file of rules is"
                          : now.refusedRules() + " files of rules are"));
    }
    if (now.ruleFolderIsUnreadable() != told.ruleFolderIsUnreadable()) {
      news.add(
          now.ruleFolderIsUnreadable()
              ? "The folder of rules cannot be read; the last good rules run on. 'petrel rules' says why."
              : "The folder of rules can be read again.");
    }
    boolean waits = now.oldestMail().compareTo(MAIL_PATIENCE) > 0;
    if (waits != mailWaits) {
      mailWaits = waits;
      news.add(
          waits
              ? "The mail server %s takes no mail; the oldest has waited since %s. Nothing is lost meanwhile. The log has its answer."
                  .formatted(
                      mailServer, time.minus(now.oldestMail()).truncatedTo(ChronoUnit.SECONDS))
              : "The mail server %s takes mail again.".formatted(mailServer));
    }
    long late = now.late();
    if (late > told.late() && !lateToldAt.plus(LATE_AGAIN).isAfter(time)) {
      news.add(
          "%d %s too late to be used (detect.revise-for): on topic %s, with the reason in the headers."
              .formatted(
                  late - told.late(),
                  late - told.late() == 1 ? "observation came" : "observations came",
                  lateTopic));
      lateToldAt = time;
    } else {
      late = told.late();
    }
    told =
        new Look(
            now.restarts(),
            late,
            now.refusedRules(),
            now.ruleFolderIsUnreadable(),
            now.oldestMail());
    return news;
  }
}
