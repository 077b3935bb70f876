package io.petrel.replay.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.petrel.display.SafeText;
import io.petrel.replay.compare.Incident;
import io.petrel.replay.compare.IncidentFold;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a backtest as one HTML file: counts, a timeline, charts around incidents, quality of the
 * data. It loads nothing, and its content security policy forbids it; equal outcomes give equal
 * bytes.
 *
 * <p>All text from rules and observations is escaped, or is JSON that cannot end its HTML element.
 */
public final class BacktestReport {
  private static final Template PAGE =
      Mustache.compiler()
          .escapeHTML(true)
          .emptyStringIsFalse(true)
          .withFormatter(value -> SafeText.line(String.valueOf(value)))
          .compile(PageAssets.text("page.html.mustache"));

  private BacktestReport() {}

  /** Writes it; replaces an existing file. */
  public static void write(ReportInput input, Path file) throws IOException {
    List<Incident> incidents = IncidentFold.of(input.outcome().alerts()::forEach);
    List<IncidentTimeline> episodes = Episodes.of(input, incidents);
    HistoryScan survey = HistoryScan.of(input.history(), episodes);
    String body = PAGE.execute(PageView.of(input, incidents, episodes, survey));
    String data = ChartData.json(episodes, input, survey);
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write(PageAssets.head());
      out.write("<body>\n");
      out.write(body);
      out.write("<script type=\"application/json\" id=\"data\">");
      out.write(data);
      out.write("</script>\n");
      out.write(PageAssets.scripts());
      out.write("</body>\n</html>\n");
    }
  }
}
