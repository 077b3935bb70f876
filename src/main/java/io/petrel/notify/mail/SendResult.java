package io.petrel.notify.mail;

/** The result of sending one mail. */
public sealed interface SendResult {
  /** The server accepted it. */
  record Sent() implements SendResult {}

  /** Not now; this mail or this recipient only (4xx). Try again. */
  record TryLater(String reply) implements SendResult {}

  /**
   * The server is unreachable: connection refused, timed out or lost, no TLS, login rejected. Not
   * the fault of the mail; try all mails later.
   */
  record NoServer(String reason) implements SendResult {}

  /**
   * The mail cannot be written, so no server was asked. Never try again.
   *
   * @param error which alerts, and what failed
   */
  record Unwritable(String error) implements SendResult {}

  /**
   * Never (5xx).
   *
   * @param code SMTP reply code
   * @param reply the server's words
   */
  record Refused(int code, String reply) implements SendResult {}
}
