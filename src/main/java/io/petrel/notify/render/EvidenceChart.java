package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.display.NamedVariables;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.Values;
import io.petrel.text.Sentences;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the observations around a match, one panel a variable, the steps marked, in the reader's
 * units and time zone. Needs no display. Where Java has no fonts, the mail has no chart.
 */
final class EvidenceChart {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceChart.class);
  private static final int MOST_PANELS = 3;

  /** Pixels for each unit of the drawing, for sharp letters on a phone. */
  private static final int SCALE = 3;

  /** Narrow, so that its letters can be read at 320 px too. */
  private static final int WIDTH = 380;

  private static final int PANEL_HEIGHT = 160;

  /** Most discs side by side in a panel. */
  private static final int MOST_MARKS = 18;

  private EvidenceChart() {}

  /**
   * A chart.
   *
   * @param alt what it shows, in words
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on once, never compared.
  record Drawing(byte[] png, String alt) {}

  /** The chart of an alert; empty when there is nothing to draw, or when Java cannot draw. */
  static Optional<Drawing> draw(Alert alert, ReaderPreferences reader) {
    List<Observation> observations = observations(alert);
    List<Variable> variables =
        NamedVariables.of(alert).stream()
            .filter(v -> observations.stream().filter(o -> o.has(v)).count() >= 2)
            .limit(MOST_PANELS)
            .toList();
    if (variables.isEmpty()) {
      return Optional.empty();
    }
    List<StepMark> marks = StepMark.of(alert);
    try {
      byte[] png = png(variables, observations, marks, reader);
      return Optional.of(new Drawing(png, alt(variables, observations, marks, reader)));
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      // Without fonts or their library the JDK throws any of these, an InternalError among them.
      LOG.warn(
          "No chart in the mail about {}: Java cannot draw here ({}). Install fontconfig and any TrueType font to get charts.",
          alert.identifier(),
          e.toString());
      return Optional.empty();
    }
  }

  /** Those of the station that matched, whether they came as context or as evidence. */
  private static List<Observation> observations(Alert alert) {
    return Stream.concat(
            alert.context().stream(),
            alert.evidence().stream().flatMap(step -> step.observations().stream()))
        .collect(Collectors.toMap(Observation::timeMillis, o -> o, (a, b) -> a))
        .values()
        .stream()
        .sorted(Comparator.comparingLong(Observation::timeMillis))
        .toList();
  }

  private static byte[] png(
      List<Variable> variables,
      List<Observation> observations,
      List<StepMark> marks,
      ReaderPreferences reader)
      throws IOException {
    int height = PANEL_HEIGHT * variables.size();
    BufferedImage image =
        new BufferedImage(WIDTH * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(SCALE, SCALE);
      for (Variable variable : variables) {
        XYChart panel = ChartPanel.of(variable, observations, reader, WIDTH, PANEL_HEIGHT);
        panel.paint(graphics, WIDTH, PANEL_HEIGHT);
        StepBadges.draw(graphics, panel, within(marks, variable, observations));
        graphics.translate(0, PANEL_HEIGHT);
      }
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    if (!ImageIO.write(image, "png", out)) {
      throw new IOException("this Java writes no PNG");
    }
    return out.toByteArray();
  }

  /** A mark where the panel has no line would mean nothing. */
  private static List<StepMark> within(
      List<StepMark> marks, Variable variable, List<Observation> observations) {
    List<Observation> seen = observations.stream().filter(o -> o.has(variable)).toList();
    long first = seen.get(0).timeMillis();
    long last = seen.get(seen.size() - 1).timeMillis();
    return marks.stream()
        .filter(mark -> mark.timeMillis() >= first && mark.timeMillis() <= last)
        .sorted(Comparator.comparingLong(StepMark::timeMillis))
        .limit(MOST_MARKS)
        .toList();
  }

  private static String alt(
      List<Variable> variables,
      List<Observation> observations,
      List<StepMark> marks,
      ReaderPreferences reader) {
    Values values = new Values(reader.units());
    StringBuilder alt = new StringBuilder("Chart.");
    for (Variable variable : variables) {
      List<Observation> seen = observations.stream().filter(o -> o.has(variable)).toList();
      Observation first = seen.get(0);
      Observation last = seen.get(seen.size() - 1);
      long reference = last.timeMillis();
      Comparator<Observation> byValue = Comparator.comparingDouble(o -> o.value(variable));
      Observation lowest = seen.stream().min(byValue).orElseThrow();
      Observation highest = seen.stream().max(byValue).orElseThrow();
      alt.append(
          " %s from %s at %s to %s at %s, lowest %s, highest %s."
              .formatted(
                  Sentences.capital(Values.name(variable)),
                  values.show(variable, first.value(variable)),
                  reader.time(first.timeMillis(), reference),
                  values.show(variable, last.value(variable)),
                  reader.time(last.timeMillis(), reference),
                  values.show(variable, lowest.value(variable)),
                  values.show(variable, highest.value(variable))));
    }
    if (!marks.isEmpty()) {
      alt.append(" The steps below are marked with their numbers.");
    }
    return alt.toString();
  }
}
