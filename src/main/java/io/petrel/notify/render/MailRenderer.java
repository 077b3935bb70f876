package io.petrel.notify.render;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.petrel.alert.Alert;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes mails. Pure but for a log line when no chart can be drawn; safe for many threads. */
public final class MailRenderer {
  private static final String CHART_ID = "chart";
  private final Function<Alert, Optional<MailMessage.Attachment>> capFile;
  private final ChartCache charts = new ChartCache();

  /**
   * Writes mails with charts.
   *
   * @param capFile the alert as a CAP file to attach; empty = none
   */
  public MailRenderer(Function<Alert, Optional<MailMessage.Attachment>> capFile) {
    this.capFile = capFile;
  }

  /** The mail about one alert. */
  public MailMessage alert(Alert alert, Envelope envelope) {
    Optional<EvidenceChart.Drawing> drawing = charts.draw(alert, envelope.reader());
    Optional<MailMessage.Image> image =
        drawing.map(d -> new MailMessage.Image(contentId(envelope), d.png()));
    AlertView view =
        AlertView.of(
            alert,
            envelope,
            drawing
                .map(d -> new AlertView.Picture("cid:" + contentId(envelope), d.alt()))
                .orElse(null));
    return new MailMessage(
        envelope,
        SafeText.line(view.subject()),
        Templates.ALERT.text(view),
        Templates.ALERT.html(view),
        image.orElse(null),
        capFile.apply(alert).map(List::of).orElse(List.of()));
  }

  /** The mail about several alerts. */
  public MailMessage digest(Digest digest, Envelope envelope) {
    DigestView view = DigestView.of(digest, envelope);
    List<MailMessage.Attachment> files = new ArrayList<>();
    digest.alerts().forEach(alert -> capFile.apply(alert).ifPresent(files::add));
    return new MailMessage(
        envelope,
        SafeText.line(view.subject()),
        Templates.DIGEST.text(view),
        Templates.DIGEST.html(view),
        null,
        files);
  }

  /** The subject of the mail about one alert. */
  public static String subject(Alert alert, ReaderPreferences reader) {
    return SafeText.line(MailSubject.of(alert, reader));
  }

  /** The subject of the mail about several alerts. */
  public static String subject(Digest digest) {
    return SafeText.line(DigestView.subject(digest));
  }

  /** Unique to the mail, so that no client shows another mail's picture. */
  private static String contentId(Envelope envelope) {
    return CHART_ID + "." + envelope.messageId().replaceAll("[<>]", "");
  }

  /**
   * Keeps the charts drawn last: many readers of an alert share units and time zone, and a chart
   * costs more than the rest of a mail. Safe for many threads.
   */
  static final class ChartCache {
    /** About 100 KB each. */
    private static final int MOST = 16;

    private record Key(String identifier, ReaderPreferences reader) {}

    private final Map<Key, Optional<EvidenceChart.Drawing>> drawings =
        new LinkedHashMap<>(MOST, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(
              Map.Entry<Key, Optional<EvidenceChart.Drawing>> eldest) {
            return size() > MOST;
          }
        };

    Optional<EvidenceChart.Drawing> draw(Alert alert, ReaderPreferences reader) {
      Key key = new Key(alert.identifier(), reader);
      synchronized (drawings) {
        Optional<EvidenceChart.Drawing> known = drawings.get(key);
        if (known != null) {
          return known;
        }
      }
      // Outside the lock: two threads may draw the same chart, which only costs time.
      Optional<EvidenceChart.Drawing> drawn = EvidenceChart.draw(alert, reader);
      synchronized (drawings) {
        drawings.put(key, drawn);
      }
      return drawn;
    }
  }

  /**
   * The templates of a mail. All text of a view is cleaned by {@link SafeText}, and escaped in
   * HTML: no template uses unescaped tags (a test checks that). Safe for many threads.
   */
  static final class Templates {
    private static final Mustache.Compiler TEXT =
        Mustache.compiler()
            .escapeHTML(false)
            .withFormatter(value -> SafeText.line(String.valueOf(value)))
            .withLoader(Templates::open);
    private static final Mustache.Compiler HTML = TEXT.escapeHTML(true);

    static final Templates ALERT = new Templates("alert");
    static final Templates DIGEST = new Templates("digest");

    private final Template text;
    private final Template html;

    private Templates(String name) {
      this.text = compile(TEXT, name + ".txt");
      this.html = compile(HTML, name + ".html");
    }

    String text(Object view) {
      return text.execute(view);
    }

    String html(Object view) {
      return html.execute(view);
    }

    private static Template compile(Mustache.Compiler compiler, String name) {
      try (java.io.Reader reader = open(name)) {
        return compiler.compile(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static java.io.Reader open(String name) throws IOException {
      InputStream in = Templates.class.getResourceAsStream(name + ".mustache");
      if (in == null) {
        throw new IOException("template %s is missing from the class path".formatted(name));
      }
      return new InputStreamReader(in, StandardCharsets.UTF_8);
    }
  }
}
