package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import java.util.Comparator;
import java.util.List;

/**
 * A mail that would be sent.
 *
 * @param to key of the address: bare, lower case
 * @param alerts its content, in order of arrival, at least one
 */
public record RehearsedMail(
    long atMillis, String to, String subscription, Kind kind, String subject, List<Alert> alerts) {
  /** By time, then by address. */
  static final Comparator<RehearsedMail> ORDER =
      Comparator.comparingLong(RehearsedMail::atMillis).thenComparing(RehearsedMail::to);

  public RehearsedMail {
    alerts = List.copyOf(alerts);
  }

  /** What its reader sees it as. */
  public enum Kind {
    ALERT,
    UPDATE,
    ALL_CLEAR,
    CANCEL,
    /** Several alerts, or one that was held. */
    DIGEST;

    static Kind of(Alert alert) {
      if (alert.msgType() == MsgType.CANCEL) {
        return CANCEL;
      }
      if (alert.isEnd()) {
        return ALL_CLEAR;
      }
      return alert.msgType() == MsgType.ALERT ? ALERT : UPDATE;
    }
  }
}
