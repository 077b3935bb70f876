package io.petrel.notify.mail;

/** The server's answer to one mail. */
public sealed interface SendResult {
  /** The server took it. */
  record Sent() implements SendResult {}

  /** Not now; this mail or this recipient only (4xx). Try again. */
  record TryLater(String reply) implements SendResult {}

  /**
   * The server cannot be talked to at all: refused, timed out, cut off, no TLS, login refused. It
   * is no fault of the mail; try all mails later.
   */
  record NoServer(String reason) implements SendResult {}

  /**
   * Never (5xx).
   *
   * @param code SMTP reply code
   * @param reply the server's words
   */
  record Refused(int code, String reply) implements SendResult {}
}
