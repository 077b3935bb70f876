package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.display.Reader;
import io.petrel.display.SafeText;
import java.util.ArrayList;
import java.util.List;
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
  public static String subject(Alert alert, Reader reader) {
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
}
