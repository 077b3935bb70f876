package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.display.SafeText;
import io.petrel.text.Durations;
import org.jspecify.annotations.Nullable;

/**
 * What a phone shows beside the subject before a mail is opened. The subject says how bad, what,
 * where and since when; this says what to do about it.
 */
final class Preview {
  private static final int LONGEST = 140;

  private Preview() {}

  static String of(Alert alert, String headline, @Nullable String instruction) {
    String length = Durations.words(alert.sentMillis() - alert.onsetMillis());
    if (alert.msgType() == MsgType.CANCEL) {
      return "Watched for %s. The danger may go on: nobody watches for it now.".formatted(length);
    }
    if (alert.isEnd()) {
      return "After %s. %s".formatted(length, AlertWords.reason(alert.reason()));
    }
    return SafeText.line(
        instruction == null || instruction.isBlank() ? headline : instruction, LONGEST);
  }
}
