package io.petrel.cli.author;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.alert.Alert;
import io.petrel.cli.files.BadRows;
import io.petrel.cli.files.ObservationFiles;
import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.files.SiteOptions;
import io.petrel.cli.files.SubscriptionFiles;
import io.petrel.cli.kafka.DecisionLine;
import io.petrel.cli.kafka.KafkaOptions;
import io.petrel.cli.kafka.TopicCopy;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.engine.LocalCluster;
import io.petrel.issue.NearestName;
import io.petrel.notify.subscription.SubscriptionDecision;
import io.petrel.notify.subscription.Subscriptions;
import io.petrel.replay.why.AlertOutcome;
import io.petrel.replay.why.Answer;
import io.petrel.replay.why.AnswerJson;
import io.petrel.replay.why.AnswerText;
import io.petrel.replay.why.StationHistory;
import io.petrel.replay.why.Why;
import io.petrel.rule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel why}: why a rule fired at a time, or did not. */
@Command(
    name = "why",
    description = {
      "Explain why a rule fired at a station at a time, or did not: the cause first, then the sequence that was nearest to a match, the condition that failed with every value in it, the reports behind its measures, and what became of a match in incidents and subscriptions.",
      "Matches come from the production pipeline over the whole history. Why something did not fire comes from the production matcher, with one part of the rule changed at a time. History is a file, or what is on the topic of observations now (--topic)."
    },
    footer = {
      "",
      "Examples:",
      "  petrel why gale --station icao:KJFK --at 2026-01-31T03:00Z --observations history.csv.gz",
      "  petrel why gale -s icao:KJFK --at 2026-01-31T03:00Z --observations day.csv --rules my-rules",
      "  petrel why gale -s icao:KJFK --at 2026-01-31T03:00Z --observations day.csv --json | jq .cause",
      "  petrel why gale -s icao:KJFK --at 2026-01-31T03:00Z --topic --config deploy/petrel.yaml"
    })
public final class WhyCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(arity = "1", paramLabel = "RULE", description = "Id of a rule.")
  String id = "";

  @Option(
      names = {"-s", "--station"},
      required = true,
      paramLabel = "ID",
      description = "Id of the station, as in the file.")
  String station = "";

  @Option(
      names = "--at",
      required = true,
      paramLabel = "TIME",
      description = "When it should have fired, or did; ISO-8601 with offset.")
  Instant at = Instant.EPOCH;

  @Mixin KafkaOptions kafka = new KafkaOptions();

  @ArgGroup(multiplicity = "1")
  Source source = new Source();

  /** Where history comes from. */
  static final class Source {
    @Option(
        names = {"-o", "--observations"},
        paramLabel = "FILE",
        description = "History: CSV, CSV in gzip (.gz), or an Avro container.")
    @Nullable Path file;

    @Option(
        names = "--topic",
        description =
            "History: the topic of observations, from its beginning (or --from) to its present end.")
    boolean topic;
  }

  @Option(
      names = "--arrival",
      paramLabel = "FIELD",
      description =
          "CSV column with the time at which a report arrived. Default: received_at, if there is one. Where times of arrival are known, reports are replayed in that order, and the answer says when a match was sent, and when and why it was withdrawn.")
  @Nullable String arrival;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "With --topic: skip earlier observations. Windows begin empty there.")
  @Nullable Instant from;

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "DIR",
      description = "Folder of rules. Default: rules beside the launcher.")
  @Nullable Path folder;

  @Option(
      names = "--subscriptions",
      paramLabel = "FILE",
      description = "Also say what each subscription in this file does with the alert.")
  @Nullable Path subscriptions;

  @Option(names = "--json", description = "The same as one JSON object.")
  boolean json;

  private final Terminal terminal;

  public WhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path dir = folder == null ? RuleFolders.standard() : folder;
    RuleFolders read = RuleFolders.read(dir);
    Rule rule = read.require(id, dir);
    Subscriptions readers = subscriptions == null ? null : SubscriptionFiles.read(subscriptions);
    Path file = source.file;
    // Of the topic's site, or of the one that is named.
    Config config = file != null && kafka.config == null ? null : kafka.read(terminal);
    SiteOptions.Site site =
        config == null ? SiteOptions.Site.ofDefaults() : SiteOptions.Site.of(config);
    if (file != null) {
      if (from != null) {
        throw CommandFailure.usage("--from goes with --topic; a file is read whole");
      }
      ObservationFiles.requireFile(file);
      answer(site, rule, read, readers, file, file.toString(), List.of());
      return ExitCode.OK;
    }
    if (arrival != null) {
      throw CommandFailure.usage(
          "--arrival goes with --observations; on a topic the time of arrival is in received_at");
    }
    try (TopicCopy copy = TopicCopy.of(Objects.requireNonNull(config), from, terminal)) {
      List<Long> late = copy.late().getOrDefault(station, List.of());
      answer(site, rule, read, readers, copy.file(), "the topic " + copy.topic(), late);
    } catch (IOException | UncheckedIOException e) {
      throw CommandFailure.failed(FaultMessages.causes(e), e);
    }
    return ExitCode.OK;
  }

  /**
   * Answers from a file.
   *
   * @param name what to call it
   * @param late times of the station's reports that are not in it, because they came too late
   */
  private void answer(
      SiteOptions.Site site,
      Rule rule,
      RuleFolders read,
      @Nullable Subscriptions readers,
      Path file,
      String name,
      List<Long> late)
      throws InterruptedException {
    BadRows bad = new BadRows(terminal, file);
    StationHistory history = history(file, name, late, bad);
    Answer answer;
    try (LocalCluster cluster = LocalCluster.start(1)) {
      answer =
          new Why(cluster, site.pipeline(), read.rules(), read.files())
              .answer(new Answer.Question(rule, station, at.toEpochMilli()), history);
    } catch (IllegalStateException | IOException e) {
      throw CommandFailure.failed("%s: %s".formatted(name, FaultMessages.causes(e)), e);
    }
    bad.printCount();
    show(answer, decisions(answer, readers));
  }

  private StationHistory history(Path file, String name, List<Long> late, BadRows bad) {
    StationHistory history;
    try {
      history = StationHistory.read(file, station, arrival, bad::add).withLate(late);
    } catch (IOException | UncheckedIOException e) {
      String why = FaultMessages.causes(e);
      throw CommandFailure.failed(
          why.contains(file.toString()) ? why : "%s: %s".formatted(name, why), e);
    }
    if (history.reports().isEmpty() && late.isEmpty()) {
      throw CommandFailure.failed(noSuchStation(name, history));
    }
    return history;
  }

  private String noSuchStation(String name, StationHistory history) {
    List<String> known = history.stations().stream().sorted().toList();
    if (known.isEmpty()) {
      return "%s has no readable observation".formatted(name);
    }
    List<String> alike =
        known.stream().filter(one -> one.endsWith(station) || station.endsWith(one)).toList();
    String hint =
        alike.isEmpty()
            ? NearestName.hint(station, known)
            : "; did you mean '%s'?".formatted(alike.get(0));
    String some = String.join(", ", known.subList(0, Math.min(5, known.size())));
    return "%s has no report of a station '%s'%s It has %d: %s%s"
        .formatted(
            name,
            station,
            hint.isEmpty() ? "." : hint,
            known.size(),
            some,
            known.size() > 5 ? ", .." : "");
  }

  /** What subscriptions would do with the record of the match if it arrived at once. */
  private static List<SubscriptionDecision> decisions(
      Answer answer, @Nullable Subscriptions readers) {
    AlertOutcome outcome = answer.outcome();
    Alert told = outcome == null ? null : outcome.told();
    return readers == null || told == null
        ? List.of()
        : SubscriptionDecision.of(readers, told, Instant.ofEpochMilli(told.sentMillis()));
  }

  private void show(Answer answer, List<SubscriptionDecision> decisions) {
    if (json) {
      ObjectNode node = AnswerJson.of(answer);
      if (subscriptions != null) {
        var list = node.putArray("subscriptions");
        decisions.forEach(one -> list.add(DecisionLine.json(one)));
      }
      terminal.line(node.toString());
      return;
    }
    AnswerText.lines(answer).forEach(terminal::line);
    if (subscriptions != null) {
      terminal.line("");
      terminal.line("Subscriptions");
      if (decisions.isEmpty()) {
        terminal.line("  none asked: no alert was sent at this time");
      }
      decisions.forEach(one -> terminal.line(DecisionLine.text(one)));
    }
  }
}
