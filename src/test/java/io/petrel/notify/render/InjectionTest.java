package io.petrel.notify.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.Severity;
import io.petrel.alert.StepEvidence;
import io.petrel.notify.mail.MimeWriter;
import io.petrel.notify.subscription.HoldCause;
import io.petrel.weather.Unit;
import jakarta.mail.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Text from outside stands in every place that it can get to; the mail must have the same headers,
 * the same elements and the same links as one with harmless text.
 */
class InjectionTest {
  private static final Session SESSION = Session.getInstance(new Properties());

  static List<String> attacks() {
    return List.of(
        "x\r\nBcc: victim@example.org\r\n\r\nbody",
        "x\r\n Bcc: folded@example.org\r\n\tX-More: y",
        "x\nBcc: victim@example.org",
        "x\rBcc: victim@example.org",
        "x\u2028Bcc: victim@example.org\u2029y\u0085z\u000B\u000C",
        "\u202Egro.elpmaxe@live\u202C \u2066x\u2069 \u200E\u200F\u061C",
        "a\u0000b\u0007c\u001B[31md\u007F\uFEFF\uD800",
        "=?utf-8?q?x=0D=0ABcc:_victim@example.org?=",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "</p></div></body></html><h1>x</h1><!-- ",
        "\" onmouseover=\"alert(1)\" style=\"background:url(javascript:alert(1))",
        "' onload='alert(1)",
        "</style><style>body{display:none}",
        "javascript:alert(1) data:text/html,<script>alert(1)</script>",
        "{{{subject}}} {{>footer.html}} ${env:SMTP_PASSWORD} %s %n",
        "&lt;b&gt; &amp; &#x3C;script&#x3E;",
        "25 m/s $1 \\1 \\Q",
        "x".repeat(20_000),
        "北京 ".repeat(2_000),
        ".\r\n.\r\nQUIT\r\n");
  }

  private static Alert alert(String text) {
    Alert begin = SampleMails.begin(text);
    Message message =
        new Message(
            text,
            Severity.SEVERE,
            begin.message().urgency(),
            begin.message().certainty(),
            begin.message().category(),
            text,
            text,
            text,
            Map.of("hazard", text));
    return begin.toBuilder()
        .incident(text, 0)
        .identifier(text)
        .sender(text)
        .references(List.of())
        .message(message)
        .area(text, List.of(new AlertPlace(text, text, text, 55, -7)))
        .rule(text)
        .ruleVersion(text)
        .incidentBy(Map.of("region", text))
        .evidence(
            List.of(
                new StepEvidence(
                    text,
                    text,
                    begin.context().subList(3, 5),
                    List.of(
                        new Measured(
                            text,
                            "extra." + text,
                            text,
                            60_000,
                            1,
                            text,
                            Unit.ONE,
                            false,
                            0,
                            new Measured.Limit(text, 1, text),
                            null)))))
        .suppressed(0)
        .matches(1)
        .peak(Double.NaN)
        .note(text)
        .build();
  }

  private static Envelope envelope(String text) {
    return new Envelope(
        "Ann <ann@example.org>",
        text,
        text,
        SampleMails.SAILOR,
        SampleMails.SENDER,
        "<a.1@example.org>",
        List.of("<a.0@example.org>"),
        SampleMails.ONSET.toEpochMilli(),
        null);
  }

  private static List<MailMessage> mails(String text) {
    Digest digest = new Digest(EnumSet.of(HoldCause.WAIT), List.of(alert(text)), 1);
    return List.of(
        SampleMails.renderer().alert(alert(text), envelope(text)),
        SampleMails.renderer().digest(digest, envelope(text)));
  }

  /** Elements with their attributes; of those that show text, only that they are there. */
  private static List<String> elements(String html) {
    return Jsoup.parse(html).getAllElements().stream()
        .map(
            e ->
                e.normalName()
                    + e.attributes().asList().stream().map(InjectionTest::attribute).toList())
        .toList();
  }

  private static String attribute(Attribute attribute) {
    return switch (attribute.getKey()) {
      case "alt" -> "alt";
      case "href" -> attribute.getValue().replaceFirst("unsubscribe%20[A-Za-z0-9%._*-]*$", "");
      default -> attribute.toString();
    };
  }

  private static byte[] bytes(MailMessage mail) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MimeWriter.write(mail, SESSION).writeTo(out);
    return out.toByteArray();
  }

  private static List<String> headers(MailMessage mail) throws Exception {
    return new DefaultMessageBuilder()
        .parseMessage(new ByteArrayInputStream(bytes(mail))).getHeader().getFields().stream()
            .map(Field::getName)
            .toList();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void changesNeitherHeadersNorElementsNorLinks(String attack) throws Exception {
    List<MailMessage> harmless = mails("harmless");
    List<MailMessage> attacked = mails(attack);
    for (int i = 0; i < harmless.size(); i++) {
      MailMessage mail = attacked.get(i);
      assertThat(headers(mail)).isEqualTo(headers(harmless.get(i)));
      assertThat(elements(mail.html())).isEqualTo(elements(harmless.get(i).html()));
      for (String shown : List.of(mail.subject(), mail.text(), mail.html())) {
        assertThat(shown.replace("\n", "").codePoints().boxed().toList())
            .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)
            .noneMatch(c -> c == 0x61C || c == 0xFEFF || (c >= 0x200E && c <= 0x200F))
            .noneMatch(c -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069));
      }
      assertThat(mail.subject()).doesNotContain("\n");
      assertThat(mail.text().lines().count()).isEqualTo(harmless.get(i).text().lines().count());
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void everyLineIsAsciiAndShortEnough(String attack) throws Exception {
    for (MailMessage mail : mails(attack)) {
      String raw = new String(bytes(mail), StandardCharsets.ISO_8859_1);
      assertThat(raw.chars()).allMatch(c -> c < 0x7F);
      // RFC 5322, 2.1.1.
      assertThat(raw.split("\r?\n", -1)).allMatch(line -> line.length() <= 998);
    }
  }
}
