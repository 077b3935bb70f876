package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.SafeText;
import io.petrel.notify.subscription.HoldCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the templates of a digest show: each incident once, the worst first. */
record DigestView(
    String subject,
    String preview,
    String title,
    String why,
    List<Item> items,
    @Nullable String leftOut,
    Footer footer) {
  private static final int LONGEST_PREVIEW = 140;

  /**
   * One incident.
   *
   * @param state severity, or that it is over
   * @param when since when, or from when to when
   * @param instruction only while it goes on
   */
  record Item(
      String state,
      String tone,
      String event,
      String headline,
      String where,
      String when,
      @Nullable String instruction) {}

  static DigestView of(Digest digest, Envelope envelope) {
    ReaderPreferences reader = envelope.reader();
    List<Incident> incidents = incidents(digest);
    return new DigestView(
        subject(digest),
        preview(incidents),
        title(incidents),
        digest.causes().stream().map(DigestView::sentence).collect(Collectors.joining(" ")),
        incidents.stream().map(i -> item(i, reader, envelope.dateMillis())).toList(),
        leftOut(digest),
        Footer.of(envelope, null));
  }

  private static @Nullable String leftOut(Digest digest) {
    List<String> sentences = new ArrayList<>();
    if (digest.leftOut() > 0) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "%,d further alerts, less severe or older, are not listed: too many for one mail.",
              digest.leftOut()));
    }
    if (digest.unwritten() > 0) {
      sentences.add(
          "Alerts that could not be written into this mail, an error of Petrel: %d."
              .formatted(digest.unwritten()));
    }
    return sentences.isEmpty() ? null : String.join(" ", sentences);
  }

  /** What the subject does not say: all but the worst, and what to do about that one. */
  private static String preview(List<Incident> incidents) {
    Alert worst = incidents.get(0).last();
    String instruction = worst.message().instruction();
    String toDo = worst.isEnd() || instruction == null ? "" : instruction + " ";
    String others =
        incidents.stream()
            .skip(1)
            .map(i -> "%s, %s".formatted(stateAndEvent(i), i.last().areaDesc()))
            .collect(Collectors.joining("; "));
    return SafeText.line(toDo + (others.isEmpty() ? "" : "Also: " + others), LONGEST_PREVIEW);
  }

  private static String sentence(HoldCause cause) {
    return switch (cause) {
      case WAIT -> "They came within a short time of each other.";
      case SCHEDULE -> "You asked for a digest.";
      case QUIET_HOURS -> "They came during your quiet hours.";
      case LIMIT -> "There were more than your limit of mails per hour.";
      case MUTE -> "They came while you had muted this subscription, and still go on.";
      case LATE -> "The mail server could not be reached when they came, so this is late.";
    };
  }

  static String subject(Digest digest) {
    List<Incident> incidents = incidents(digest);
    Incident worst = incidents.get(0);
    return "%sDigest: %s. %s – %s"
        .formatted(
            MailSubject.exercise(worst.last().status()),
            title(incidents),
            stateAndEvent(worst),
            SafeText.line(worst.last().areaDesc(), 60));
  }

  private static String title(List<Incident> incidents) {
    long open = incidents.stream().filter(i -> !i.last().isEnd()).count();
    String count = incidents.size() == 1 ? "1 incident" : incidents.size() + " incidents";
    return "%s, %s".formatted(count, open == 0 ? "all over" : open + " going on");
  }

  private static String stateAndEvent(Incident incident) {
    return "%s: %s"
        .formatted(state(incident), SafeText.line(incident.last().message().event(), 60));
  }

  private static String state(Incident incident) {
    Alert last = incident.last();
    if (last.msgType() == MsgType.CANCEL) {
      return AlertWords.kind(last);
    }
    if (last.isEnd()) {
      return "Over";
    }
    String word = MailSubject.word(last.message().severity());
    return last.reason() == Reason.CORRECTED ? word + ", corrected" : word;
  }

  private static Item item(Incident incident, ReaderPreferences reader, long now) {
    Alert last = incident.last();
    String onset = reader.dayTime(last.onsetMillis());
    boolean withdrawn = last.reason() == Reason.WITHDRAWN;
    boolean over = last.isEnd() && last.msgType() != MsgType.CANCEL;
    String when =
        over
            ? "%s to %s".formatted(onset, reader.time(last.sentMillis(), last.onsetMillis()))
            : (withdrawn ? "told for " : "since ") + onset;
    if (!over && !withdrawn && last.sentMillis() != last.onsetMillis()) {
      when += ", as of " + reader.time(last.sentMillis(), now);
    }
    if (over && incident.worst() != Severity.UNKNOWN) {
      when += ", at worst " + incident.worst().code().toLowerCase(Locale.ROOT);
    }
    return new Item(
        state(incident),
        AlertWords.tone(last),
        last.message().event(),
        withdrawn
            ? "%s Our warning was wrong.".formatted(AlertWords.cause(last, reader))
            : new ReadersUnits(reader.units()).beside(incident.headline()),
        last.areaDesc(),
        when,
        instruction(last, reader));
  }

  private static @Nullable String instruction(Alert last, ReaderPreferences reader) {
    String instruction = last.message().instruction();
    return last.isEnd() || instruction == null
        ? null
        : new ReadersUnits(reader.units()).beside(instruction);
  }

  /** All that came about one incident. */
  private record Incident(List<Alert> alerts) {
    Alert last() {
      return alerts.get(alerts.size() - 1);
    }

    Severity worst() {
      return alerts.stream()
          .map(alert -> alert.message().severity())
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }

    /** Of the newest record that tells of the danger itself, if there is one. */
    String headline() {
      return alerts.stream()
          .filter(alert -> !alert.isEnd())
          .reduce((first, second) -> second)
          .orElse(last())
          .message()
          .headline();
    }
  }

  private static List<Incident> incidents(Digest digest) {
    Map<String, List<Alert>> byIncident = new LinkedHashMap<>();
    for (Alert alert : digest.alerts()) {
      byIncident.computeIfAbsent(alert.incidentId(), id -> new ArrayList<>()).add(alert);
    }
    return byIncident.values().stream()
        .map(Incident::new)
        .sorted(
            Comparator.<Incident, Boolean>comparing(i -> i.last().isEnd())
                .thenComparing(Incident::worst)
                .thenComparing(i -> i.last().onsetMillis()))
        .toList();
  }
}
