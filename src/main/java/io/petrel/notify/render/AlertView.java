package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.SafeText;
import io.petrel.text.Durations;
import io.petrel.text.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The values of the templates of a mail about one alert. Null = not shown. Plain text: the template
 * engine cleans and escapes it.
 */
record AlertView(
    String subject,
    String preview,
    @Nullable String late,
    String kind,
    String tone,
    String severity,
    String event,
    String headline,
    String reason,
    @Nullable String instruction,
    @Nullable String description,
    List<Fact> facts,
    List<NumberedStep> steps,
    @Nullable Picture chart,
    Footer footer) {

  /** A labelled value. */
  record Fact(String label, String value) {}

  record NumberedStep(int number, String title, List<String> lines, @Nullable String condition) {}

  /** The chart: its URL in the HTML, and its content in words. */
  record Picture(String source, String alt) {}

  static AlertView of(Alert alert, Envelope envelope, @Nullable Picture chart) {
    ReaderPreferences reader = envelope.reader();
    ReadersUnits units = new ReadersUnits(reader.units());
    String description = units.beside(alert.message().description());
    boolean end = alert.isEnd();
    String heading = AlertWords.heading(alert, reader);
    String told = alert.message().instruction();
    String instruction = end || told == null ? null : units.beside(told);
    return new AlertView(
        MailSubject.of(alert, reader),
        Preview.of(alert, heading, instruction, reader),
        envelope.lateNote(),
        MailSubject.exercise(alert.status()) + AlertWords.kind(alert),
        AlertWords.tone(alert),
        MailSubject.word(alert.message().severity()),
        alert.message().event(),
        heading,
        AlertWords.reason(alert, reader, envelope.dateMillis()),
        instruction,
        end || description.isBlank() ? null : description,
        facts(alert, reader),
        end ? List.of() : steps(alert, reader),
        chart,
        Footer.of(alert, envelope));
  }

  /** Whether the heading shows the severity, which means nothing for an end. */
  boolean open() {
    return !tone.equals("over") && !tone.equals("cancelled");
  }

  boolean hasSteps() {
    return !steps.isEmpty();
  }

  private static List<Fact> facts(Alert alert, ReaderPreferences reader) {
    List<Fact> facts = new ArrayList<>();
    if (alert.places().size() == 1) {
      facts.add(new Fact("Where", PlaceWords.stations(alert)));
    } else {
      facts.add(new Fact("Where", alert.areaDesc()));
    }
    boolean withdrawn = alert.reason() == Reason.WITHDRAWN;
    facts.add(new Fact(withdrawn ? "Told for" : "Since", reader.full(alert.onsetMillis())));
    if (withdrawn) {
      facts.add(new Fact("Taken back", reader.full(alert.sentMillis())));
    } else if (alert.isEnd()) {
      String length = Durations.words(alert.sentMillis() - alert.onsetMillis());
      boolean cancelled = alert.msgType() == MsgType.CANCEL;
      facts.add(
          new Fact(
              cancelled ? "Watched to" : "Over",
              "%s, after %s".formatted(reader.full(alert.sentMillis()), length)));
    } else {
      if (alert.sentMillis() != alert.onsetMillis()) {
        facts.add(new Fact("As of", reader.full(alert.sentMillis())));
      }
      facts.add(new Fact("How bad", AlertWords.weight(alert)));
    }
    if (alert.places().size() > 1) {
      facts.add(new Fact("Stations", PlaceWords.stations(alert)));
    }
    if (alert.matches() > 1 && !withdrawn) {
      String times = String.format(Locale.ROOT, "%,d times", alert.matches());
      facts.add(new Fact("Seen", alert.isEnd() ? times : times + " so far"));
    }
    if (alert.note() != null && !withdrawn && alert.reason() != Reason.CORRECTED) {
      facts.add(new Fact("Note", alert.note()));
    }
    return facts;
  }

  private static List<NumberedStep> steps(Alert alert, ReaderPreferences reader) {
    List<StepWords.Step> steps = new StepWords(reader).of(alert);
    List<NumberedStep> numbered = new ArrayList<>();
    for (StepWords.Step step : steps) {
      numbered.add(
          new NumberedStep(
              numbered.size() + 1,
              Sentences.capital(step.title()),
              step.lines(),
              step.condition().isBlank() ? null : step.condition()));
    }
    return numbered;
  }

  /**
   * The preview that a phone shows beside the subject: what to do. The subject says how bad, what,
   * where and since when.
   */
  private static final class Preview {
    private static final int LONGEST = 140;

    private Preview() {}

    static String of(
        Alert alert, String headline, @Nullable String instruction, ReaderPreferences reader) {
      if (alert.reason() == Reason.WITHDRAWN || alert.reason() == Reason.CORRECTED) {
        return SafeText.line(AlertWords.cause(alert, reader), LONGEST);
      }
      String length = Durations.words(alert.sentMillis() - alert.onsetMillis());
      if (alert.msgType() == MsgType.CANCEL) {
        return "Watched for %s. The danger may continue: nobody watches for it now."
            .formatted(length);
      }
      if (alert.isEnd()) {
        return "After %s. %s".formatted(length, AlertWords.reason(alert.reason()));
      }
      return SafeText.line(
          instruction == null || instruction.isBlank() ? headline : instruction, LONGEST);
    }
  }

  /** Where an alert is, in words. */
  private static final class PlaceWords {
    private static final int SHOWN = 8;

    private PlaceWords() {}

    /** The stations with their ids, the first few of many. */
    static String stations(Alert alert) {
      List<AlertPlace> places = alert.places();
      String shown =
          String.join(", ", places.stream().limit(SHOWN).map(PlaceWords::station).toList());
      return places.size() <= SHOWN
          ? shown
          : String.format(Locale.ROOT, "%s and %d more", shown, places.size() - SHOWN);
    }

    private static String station(AlertPlace place) {
      return place.name().equals(place.stationId())
          ? place.stationId()
          : "%s (%s)".formatted(place.name(), place.stationId());
    }
  }
}
