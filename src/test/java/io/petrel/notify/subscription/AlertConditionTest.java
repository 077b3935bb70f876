package io.petrel.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.notify.render.SampleMails;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertConditionTest {
  /** A severe storm in Donegal with the label hazard=wind. */
  private final Alert storm = SampleMails.begin();

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      textBlock =
          """
          severity >= "severe"                           @ true
          severity > "severe"                            @ false
          severity >= "Moderate"                         @ true
          severity <= "minor"                            @ false
          "severe" == severity                           @ true
          severity != "severe"                           @ false
          severity in ["severe", "extreme"]              @ true
          urgency == "immediate" && certainty >= "likely"@ true
          msg_type == "alert"                            @ true
          response_type == "allclear"                    @ false
          region == "Donegal"                            @ true
          "Donegal" in regions                           @ true
          stations.exists(s, s.startsWith("icao:"))      @ true
          rule.startsWith("storm")                       @ true
          event.contains("Storm")                        @ true
          labels.hazard == "wind"                        @ true
          labels.nothing == "wind"                       @ false
          labels.nothing == "wind" || severity > "minor" @ true
          has(labels.nothing)                            @ false
          !(labels.nothing == "wind")                    @ false
          true                                           @ true
          reason == "first_match"                        @ true
          """)
  void asksTheAlert(String condition, boolean holds) {
    Issues issues = new Issues();
    String text =
        "subscriptions:\n  - name: a\n    to: a@example.org\n    when: '%s'\n".formatted(condition);
    Subscriptions read = SubscriptionReader.read(new SourceText("s.yaml", text), issues);
    assertThat(issues.sorted()).isEmpty();
    assertThat(read.list().get(0).when().holds(storm)).isEqualTo(holds);
  }
}
