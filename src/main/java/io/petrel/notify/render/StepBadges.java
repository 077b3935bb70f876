package io.petrel.notify.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * Marks the steps in a panel that is painted: a dashed line each, and at its top the step's number
 * in a disc. Discs stand side by side where lines are closer than that, so no number is ever
 * covered by a line or another number.
 */
final class StepBadges {
  private static final Color MARK = new Color(0xb3261e);
  private static final Font NUMBER = new Font(Font.SANS_SERIF, Font.BOLD, 11);
  private static final double SIZE = 15;
  private static final double STEP = SIZE + 2;

  /** Height in which a line runs from its disc to its own place. */
  private static final double BEND = 7;

  private static final BasicStroke DASHES =
      new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {4, 3}, 0);

  private StepBadges() {}

  /**
   * Draws the marks.
   *
   * @param marks within the panel's time, in time order
   */
  static void draw(Graphics2D graphics, XYChart chart, List<StepMark> marks) {
    double top = chart.getScreenYFromChart(chart.getStyler().getYAxisMax());
    double bottom = chart.getScreenYFromChart(chart.getStyler().getYAxisMin());
    double[] lines =
        marks.stream()
            .mapToDouble(mark -> chart.getScreenXFromChart((double) mark.timeMillis()))
            .toArray();
    double[] discs = apart(lines, SIZE / 2, chart.getWidth() - SIZE / 2);
    for (int i = 0; i < discs.length; i++) {
      line(graphics, discs[i], lines[i], top + SIZE, bottom);
    }
    for (int i = 0; i < discs.length; i++) {
      disc(graphics, String.valueOf(marks.get(i).number()), discs[i], top + SIZE / 2);
    }
  }

  /** Places as near as possible to the wanted ones, in their order, and a disc apart. */
  static double[] apart(double[] wanted, double least, double most) {
    double[] places = wanted.clone();
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.max(places[i], i == 0 ? least : places[i - 1] + STEP);
    }
    for (int i = places.length - 1; i >= 0; i--) {
      places[i] = Math.min(places[i], i == places.length - 1 ? most : places[i + 1] - STEP);
    }
    return places;
  }

  private static void line(
      Graphics2D graphics, double disc, double line, double top, double bottom) {
    Path2D path = new Path2D.Double();
    path.moveTo(disc, top);
    path.lineTo(line, top + (disc == line ? 0 : BEND));
    path.lineTo(line, bottom);
    graphics.setStroke(DASHES);
    graphics.setColor(MARK);
    graphics.draw(path);
  }

  private static void disc(Graphics2D graphics, String number, double x, double y) {
    graphics.setColor(MARK);
    graphics.fill(new Ellipse2D.Double(x - SIZE / 2, y - SIZE / 2, SIZE, SIZE));
    graphics.setColor(Color.WHITE);
    graphics.setFont(NUMBER);
    FontMetrics metrics = graphics.getFontMetrics();
    graphics.drawString(
        number,
        (float) (x - metrics.stringWidth(number) / 2.0),
        (float) (y + (metrics.getAscent() - metrics.getDescent()) / 2.0));
  }
}
