package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.notify.render.MailMessage;
import io.petrel.wire.cap.CapXml;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CAP 1.2 file that goes with an alert. */
final class CapFile {
  private static final Logger LOG = LoggerFactory.getLogger(CapFile.class);

  /** Registered with IANA for CAP. */
  private static final String TYPE = "application/common-alerting-protocol+xml";

  private CapFile() {}

  /** The file; empty when the alert cannot be said in CAP: the mail is worth more than its file. */
  static Optional<MailMessage.Attachment> of(Alert alert) {
    try {
      String name = alert.identifier().replaceAll("[^A-Za-z0-9._-]", "_") + ".cap.xml";
      byte[] xml = CapXml.render(alert).getBytes(StandardCharsets.UTF_8);
      return Optional.of(new MailMessage.Attachment(name, TYPE, xml));
    } catch (RuntimeException e) {
      LOG.warn("No CAP file for {}", alert.identifier(), e);
      return Optional.empty();
    }
  }
}
