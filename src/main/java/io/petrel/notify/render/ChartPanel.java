package io.petrel.notify.render;

import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One variable over time. */
final class ChartPanel {
  private static final long DAY_MILLIS = 24 * 3_600_000L;

  /** Of a step's number, as a share of the panel; nearer marks would be written over each other. */
  private static final double LABEL_WIDTH = 0.035;

  private static final Color INK = new Color(0x1f2933);
  private static final Color LINE = new Color(0x1f5f9e);
  private static final Color MARK = new Color(0xb3261e);
  private static final Color GRID = new Color(0xd9dee4);

  private ChartPanel() {}

  static XYChart of(
      Variable variable,
      List<Observation> observations,
      List<StepMark> marks,
      Reader reader,
      int width,
      int height) {
    Values values = new Values(reader.units());
    List<Observation> seen = observations.stream().filter(o -> o.has(variable)).toList();
    double[] shown =
        seen.stream().mapToDouble(o -> values.convert(variable, o.value(variable))).toArray();
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .theme(Styler.ChartTheme.XChart)
            .title(title(variable, values))
            .build();
    style(chart.getStyler(), seen, reader);
    Axis axis = Axis.of(variable, shown, values);
    chart.getStyler().setYAxisMin(axis.low()).setYAxisMax(axis.high());
    chart.setCustomYAxisTickLabelsFormatter(v -> values.bare(variable, v));
    addLine(chart, variable, seen, shown);
    long first = seen.get(0).timeMillis();
    long last = seen.get(seen.size() - 1).timeMillis();
    List<StepMark> inside =
        marks.stream()
            .filter(mark -> mark.timeMillis() >= first && mark.timeMillis() <= last)
            .sorted(Comparator.comparingLong(StepMark::timeMillis))
            .toList();
    for (int i = 0; i < inside.size(); i++) {
      StepMark mark = inside.get(i);
      chart.addAnnotation(new AnnotationLine(mark.timeMillis(), true, false));
      long room =
          i + 1 == inside.size()
              ? Long.MAX_VALUE
              : inside.get(i + 1).timeMillis() - mark.timeMillis();
      if (room >= (last - first) * LABEL_WIDTH) {
        addNumber(chart, mark, axis, last - first);
      }
    }
    return chart;
  }

  private static String title(Variable variable, Values values) {
    String name = Values.name(variable);
    String unit = values.unitOf(variable).symbol();
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return unit.isEmpty() ? capital : "%s, %s".formatted(capital, unit);
  }

  @SuppressWarnings("JavaUtilDate") // The chart library's axis of time takes nothing else.
  private static void addLine(
      XYChart chart, Variable variable, List<Observation> seen, double[] shown) {
    List<Date> times = seen.stream().map(o -> new Date(o.timeMillis())).toList();
    XYSeries line =
        chart.addSeries("observed", times, java.util.Arrays.stream(shown).boxed().toList());
    line.setLineColor(LINE).setLineWidth(2f);
    line.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(LINE);
    if (variable.equals(Variables.WIND_DIRECTION_DEG)) {
      // A line from 350° to 10° would cross the whole panel.
      line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }
  }

  private static void addNumber(XYChart chart, StepMark mark, Axis axis, long span) {
    chart.addAnnotation(
        new AnnotationText(
            String.valueOf(mark.number()),
            // Beside its line, not on it.
            mark.timeMillis() - span * 0.018,
            axis.labelHeight(),
            false));
  }

  private static void style(XYStyler styler, List<Observation> seen, Reader reader) {
    long span = seen.get(seen.size() - 1).timeMillis() - seen.get(0).timeMillis();
    Font small = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler
        .setLegendVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(INK)
        .setChartPadding(8)
        .setChartTitleBoxVisible(false)
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13))
        .setPlotBorderVisible(false)
        .setAnnotationLineColor(MARK)
        .setAnnotationLineStroke(
            new BasicStroke(
                1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {4, 3}, 0))
        .setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.BOLD, 13))
        .setAnnotationTextFontColor(MARK)
        .setMarkerSize(4)
        .setYAxisLeftWidthHint(48)
        .setAntiAlias(true);
    styler
        .setPlotGridLinesColor(GRID)
        .setPlotGridVerticalLinesVisible(false)
        .setAxisTickLabelsFont(small)
        .setAxisTickLabelsColor(INK)
        .setAxisTickMarksColor(GRID)
        .setXAxisTickMarkSpacingHint(span > DAY_MILLIS ? 110 : 64)
        .setYAxisTickMarkSpacingHint(34)
        .setTimezone(TimeZone.getTimeZone(reader.zone()))
        .setLocale(Locale.ENGLISH)
        .setDatePattern(span > DAY_MILLIS ? "d MMM HH:mm" : "HH:mm");
  }

  /** The vertical axis: room above for the numbers of the steps. */
  private record Axis(double low, double high) {
    static Axis of(Variable variable, double[] shown, Values values) {
      double low = java.util.Arrays.stream(shown).min().orElseThrow();
      double high = java.util.Arrays.stream(shown).max().orElseThrow();
      // A calm hour must not look like a storm: noise is not blown up to the whole panel.
      double least = Math.abs(values.convert(variable, 2) - values.convert(variable, 0));
      double spread = Math.max(high - low, least);
      double middle = (high + low) / 2;
      double bottom = middle - spread * 0.6;
      double floor = values.convert(variable, variable.minimum());
      return new Axis(Math.max(bottom, floor), middle + spread * 0.8);
    }

    double labelHeight() {
      return high - (high - low) * 0.06;
    }
  }
}
