package io.petrel.replay.ruletest.file;

import io.petrel.notify.RehearsedMail;
import io.petrel.replay.ruletest.file.FieldValue.Amount;
import io.petrel.replay.ruletest.file.FieldValue.At;
import io.petrel.replay.ruletest.file.FieldValue.Text;
import io.petrel.replay.ruletest.file.FieldValue.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fields of a mail that a test can expect. */
public final class MailFields {
  /** All of them by name. */
  static final Map<String, FieldReader> READERS = readers();

  /** Fields in which an unexpected mail is shown. */
  public static final List<String> SUMMARY = List.of("at", "to", "kind", "subject");

  private MailFields() {}

  public static Map<String, FieldValue> of(RehearsedMail mail) {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    fields.put("at", new At(mail.atMillis()));
    fields.put("to", new Text(mail.to()));
    fields.put("subscription", new Text(mail.subscription()));
    fields.put("kind", Word.of(mail.kind()));
    fields.put("subject", new Text(mail.subject()));
    fields.put("alerts", Amount.of(mail.alerts().size()));
    return fields;
  }

  private static Map<String, FieldReader> readers() {
    Map<String, FieldReader> readers = new LinkedHashMap<>();
    readers.put("at", FieldReader.TIME);
    readers.put(
        "to",
        (value, time) -> value.text().map(text -> new Text(text.strip().toLowerCase(Locale.ROOT))));
    readers.put("subscription", FieldReader.TEXT);
    readers.put("kind", FieldReader.word(List.of(RehearsedMail.Kind.values())));
    readers.put("subject", FieldReader.TEXT);
    readers.put("alerts", FieldReader.NUMBER);
    return readers;
  }
}
