package io.petrel.notify.render;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail, ready to be written as MIME.
 *
 * @param subject one line
 * @param html shows {@code chart} as {@code cid:} + {@link Image#contentId()}
 */
public record MailMessage(
    Envelope envelope,
    String subject,
    String text,
    String html,
    @Nullable Image chart,
    List<Attachment> attachments) {
  public MailMessage {
    attachments = List.copyOf(attachments);
  }

  /** An inline PNG. */
  @SuppressWarnings("ArrayRecordComponent") // Passed on once, never compared.
  public record Image(String contentId, byte[] png) {}

  /**
   * A file beside the message.
   *
   * @param contentType without parameters, such as {@code application/cap+xml}
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on once, never compared.
  public record Attachment(String fileName, String contentType, byte[] bytes) {}
}
