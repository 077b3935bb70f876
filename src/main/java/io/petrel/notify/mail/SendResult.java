package io.petrel.notify.mail;

/** What became of one mail. */
public sealed interface SendResult {
  /** The server took it. */
  record Sent() implements SendResult {}

  /** Not now; this mail or this recipient only (4xx). Try again. */
  record TryLater(String reply) implements SendResult {}

  /**
   * The connection was good (greeting, EHLO, TLS, login) and ended at this mail: 421, cut off,
   * timed out. The mail's fault or the server's; who else can send tells which. Try again.
   */
  record Broken(String reply) implements SendResult {}

  /**
   * The server cannot be talked to at all: refused, timed out, no TLS, login refused. It is no
   * fault of the mail; try all mails later.
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
