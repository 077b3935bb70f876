package io.petrel.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
