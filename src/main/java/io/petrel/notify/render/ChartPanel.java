package io.petrel.notify.render;

import io.petrel.display.ReaderPreferences;
import io.petrel.display.Values;
import io.petrel.text.Sentences;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.awt.Color;
import java.awt.Font;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One variable over time. */
final class ChartPanel {
  private static final long DAY_MILLIS = 24 * 3_600_000L;

  /** From this range on an axis counts in whole units. */
  private static final double COARSE = 5;

  private static final Color INK = new Color(0x1f2933);
  private static final Color LINE = new Color(0x1f5f9e);
  private static final Color GRID = new Color(0xd9dee4);

  private ChartPanel() {}

  static XYChart of(
      Variable variable,
      List<Observation> observations,
      ReaderPreferences reader,
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
    boolean coarse = axis.high() - axis.low() >= COARSE;
    chart.setCustomYAxisTickLabelsFormatter(
        v -> coarse ? Values.digits(v, 0) : values.bare(variable, v));
    addLine(chart, variable, seen, shown);
    return chart;
  }

  private static String title(Variable variable, Values values) {
    String name = Sentences.capital(Values.name(variable));
    String unit = values.unitOf(variable).symbol();
    return unit.isEmpty() ? name : "%s, %s".formatted(name, unit);
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

  private static void style(XYStyler styler, List<Observation> seen, ReaderPreferences reader) {
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
        .setMarkerSize(4)
        .setYAxisLeftWidthHint(52)
        .setAntiAlias(true);
    styler
        .setPlotGridLinesColor(GRID)
        .setPlotGridVerticalLinesVisible(false)
        .setAxisTickLabelsFont(small)
        .setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right)
        .setAxisTickLabelsColor(INK)
        .setAxisTickMarksColor(GRID)
        .setXAxisTickMarkSpacingHint(span > DAY_MILLIS ? 110 : 64)
        .setYAxisTickMarkSpacingHint(44)
        .setTimezone(TimeZone.getTimeZone(reader.zone()))
        .setLocale(Locale.ENGLISH)
        .setDatePattern(span > DAY_MILLIS ? "d MMM HH:mm" : "HH:mm");
  }

  /** The vertical axis, with room above for the numbers of the steps. */
  private record Axis(double low, double high) {
    static Axis of(Variable variable, double[] shown, Values values) {
      double low = java.util.Arrays.stream(shown).min().orElseThrow();
      double high = java.util.Arrays.stream(shown).max().orElseThrow();
      // A calm hour must not look like a storm: small changes do not fill the panel.
      double least = Math.abs(values.convert(variable, 2) - values.convert(variable, 0));
      double spread = Math.max(high - low, least);
      double middle = (high + low) / 2;
      double bottom = middle - spread * 0.6;
      double floor = values.convert(variable, variable.minimum());
      return new Axis(Math.max(bottom, floor), middle + spread * 0.95);
    }
  }
}
