package io.petrel.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.subscription.SubscriptionDecision.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionDecisionTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final String FILE =
      """
      subscriptions:
        - {name: severe, to: ann@example.org, when: severity >= "severe"}
        - {name: quiet, to: bob@example.org, quiet-hours: {from: "10:00", to: "18:00"}}
        - {name: daily, to: [Ann <ANN@example.org>, cid@example.org], digest: 6h}
        - {name: muted, to: dan@example.org, mute-until: 2026-04-01T00:00:00Z}
        - {name: collected, to: eve@example.org, wait: 5m}
      """;

  private static List<String> decide(Alert alert) {
    Issues issues = new Issues();
    Subscriptions all = SubscriptionReader.read(new SourceText("s", FILE), issues);
    assertThat(issues.sorted()).isEmpty();
    return SubscriptionDecision.of(all, alert, NOON).stream()
        .map(d -> "%s %s %s %s".formatted(d.subscription(), d.address(), d.verdict(), d.due()))
        .toList();
  }

  @Test
  void saysForEachAddressWhatHappensAndWhen() {
    assertThat(decide(SampleMails.begin()))
        .containsExactly(
            "severe ann@example.org SENT_AT_ONCE 2026-03-10T12:00:00Z",
            "quiet bob@example.org QUIET_HOURS 2026-03-10T18:00:00Z",
            "daily ANN@example.org SENT_BY_ANOTHER null",
            "daily cid@example.org IN_NEXT_DIGEST 2026-03-10T18:00:00Z",
            "muted dan@example.org MUTED 2026-04-01T00:00:00Z",
            "collected eve@example.org COLLECTED 2026-03-10T12:05:00Z");
  }

  @Test
  void sendsTheSameAddressUnderTheFirstSubscriptionThatWantsIt() {
    assertThat(decide(SampleMails.fog()))
        .contains(
            "severe ann@example.org NOT_WANTED null",
            "daily ANN@example.org IN_NEXT_DIGEST 2026-03-10T18:00:00Z");
  }

  @Test
  void anEndIsSentAtOnceAndTheReasonSaysToWhom() {
    Issues issues = new Issues();
    Subscriptions all = SubscriptionReader.read(new SourceText("s", FILE), issues);
    assertThat(SubscriptionDecision.of(all, SampleMails.allClear(), NOON))
        .filteredOn(d -> d.subscription().equals("quiet"))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.verdict()).isEqualTo(Verdict.SENT_AT_ONCE);
              assertThat(d.why()).contains("all who got a mail about the beginning");
            });
  }

  @Test
  void quietHoursAndMuteHoldNoCorrection() {
    Issues issues = new Issues();
    Subscriptions all = SubscriptionReader.read(new SourceText("s", FILE), issues);
    assertThat(SubscriptionDecision.of(all, SampleMails.corrected(), NOON))
        .filteredOn(d -> d.subscription().equals("quiet") || d.subscription().equals("muted"))
        .hasSize(2)
        .allSatisfy(
            d -> {
              assertThat(d.verdict()).isEqualTo(Verdict.SENT_AT_ONCE);
              assertThat(d.why()).contains("a correction goes to all who got a mail");
              assertThat(d.terms())
                  .anyMatch(term -> term.contains("not for the correction of an incident"));
            });
  }
}
