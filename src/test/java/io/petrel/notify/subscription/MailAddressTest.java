package io.petrel.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
  @Test
  void namesMayHaveAnyLettersAndDomainsAreSpeltAsServersTakeThem() {
    assertThat(MailAddress.parse("Máire Ní Bhriain <Maire@example.org>"))
        .isEqualTo(new MailAddress("Máire Ní Bhriain <Maire@example.org>", "Maire@example.org"));
    MailAddress books = MailAddress.parse("Jörg <joerg@bücher.example>");
    assertThat(books.bare()).isEqualTo("joerg@xn--bcher-kva.example");
    assertThat(books.text()).contains("Jörg").contains("<joerg@xn--bcher-kva.example>");
    assertThat(MailAddress.parse("a@[127.0.0.1]").bare()).isEqualTo("a@[127.0.0.1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@example.org\r\nBcc: v@example.org",
        "a@example.org\u0000",
        "müller@example.org",
        "a\u200Bb@example.org",
        "a@exa\u2028mple.org",
        "=?utf-8?q?x=0D=0ABcc:_v@example.org?= <a@example.org>",
        "a@example.org, b@example.org",
        "a@example.org;b@example.org",
        "\"a b\"@example.org",
        "a@",
        "@example.org",
        ""
      })
  void whatCouldBeReadAsMoreOrLessThanOneAddressIsRefused(String text) {
    assertThatThrownBy(() -> MailAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatServersDoNotTakeIsTooLong() {
    assertThatThrownBy(() -> MailAddress.parse("x".repeat(65) + "@example.org"))
        .hasMessage(
            "it is too long: at most 64 characters before the @ and 254 in all are allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "550 <Ann@Example.org>: no such user|550 <A***@Example.org>: no such user",
        "450 ann@example.org, bob@example.org wait|450 a***@example.org, b***@example.org wait",
        "    to: [ann@example,org]|    to: [a***@example,org]",
        "552 \"ann b\"@example.org is full|552 \"***@example.org is full",
        "553 o'hara@example.org|553 o'h***@example.org",
        "421 4.3.2 closing, come back later|421 4.3.2 closing, come back later"
      })
  void logsShowNoAddress(String text, String masked) {
    assertThat(MailAddress.maskedIn(text)).isEqualTo(masked);
  }
}
