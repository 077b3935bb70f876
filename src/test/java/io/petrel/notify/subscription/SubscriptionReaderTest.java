package io.petrel.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.alert.Severity;
import io.petrel.display.UnitSystem;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionReaderTest {
  private final Issues issues = new Issues();

  private Subscriptions read(String text) {
    return SubscriptionReader.read(new SourceText("subscriptions.yaml", text), issues);
  }

  private String faults(String text) {
    read(text);
    return IssuePrinter.print(issues.sorted());
  }

  @Test
  void readsEveryKey() {
    Subscription s =
        read("""
        subscriptions:
          - name: harbour
            to: ["Máire <maire@example.org>", b@example.org]
            when: severity >= "severe"
            wait: 2m
            quiet-hours: {from: "22:00", to: 6:30, time-zone: Europe/Paris, unless-severity: severe}
            limit: 10
            units: marine
            time-zone: Europe/Dublin
            mute-until: 2026-12-24T18:00
        """)
            .list()
            .get(0);
    assertThat(issues.sorted()).isEmpty();
    assertThat(s.name()).isEqualTo("harbour");
    assertThat(s.addresses())
        .extracting(MailAddress::bare)
        .containsExactly("maire@example.org", "b@example.org");
    assertThat(s.when().text()).isEqualTo("severity >= \"severe\"");
    assertThat(s.waitFor()).isEqualTo(Duration.ofMinutes(2));
    assertThat(s.digest()).isZero();
    assertThat(s.limitPerHour()).isEqualTo(10);
    assertThat(s.reader().units()).isEqualTo(UnitSystem.MARINE);
    assertThat(s.reader().zone()).isEqualTo(ZoneId.of("Europe/Dublin"));
    assertThat(s.muteUntil()).isEqualTo(Instant.parse("2026-12-24T18:00:00Z"));
    assertThat(s.quietHours())
        .isEqualTo(
            new QuietHours(
                LocalTime.of(22, 0),
                LocalTime.of(6, 30),
                ZoneId.of("Europe/Paris"),
                Severity.SEVERE));
  }

  /** YAML joins the lines: a comment would take the rest of the condition with it. */
  @Test
  void refusesACommentInACondition() {
    assertThat(
            faults(
                "subscriptions:\n  - name: a\n    to: a@example.org\n    when: >\n"
                    + "      severity >= \"minor\" // all\n      && region == \"a // b\"\n"))
        .contains("an expression has no comments");
  }

  @Test
  void hasDefaultsForAllButNameAndAddress() {
    Subscription s =
        read("subscriptions:\n  - {name: a, to: a@example.org, digest: 6h}\n").list().get(0);
    assertThat(issues.sorted()).isEmpty();
    assertThat(s.when().text()).isEmpty();
    assertThat(s.waitFor()).isZero();
    assertThat(s.digest()).isEqualTo(Duration.ofHours(6));
    assertThat(s.limitPerHour()).isZero();
    assertThat(s.reader().units()).isEqualTo(UnitSystem.METRIC);
    assertThat(s.reader().zone()).isEqualTo(ZoneOffset.UTC);
    assertThat(s.quietHours()).isNull();
    assertThat(s.muteUntil()).isNull();
  }

  @Test
  void showsAllFaultsOfAFileAtTheirPlaces() {
    assertThat(
            faults(
                """
                subscriptions:
                  - name: a
                    to: [ann(at)example.org, bob@example.org]
                    wen: severity >= "severe"
                    units: marin
                    digest: 5m
                  - name: a
                    to: c@example.org
                    when: >
                      severity >= "sever"
                      && regoin == "Donegal"
                    time-zone: Europe/Dubln
                """))
        .isEqualTo(
            """
            subscriptions.yaml:3:10: error: 'ann(at)example.org' is not a mail address: missing final '@domain'; write ann@example.org or "Ann <ann@example.org>"
              3 |     to: [ann(at)example.org, bob@example.org]
                |          ^^^^^^^^^^^^^^^^^^

            subscriptions.yaml:4:5: error: 'wen' is not a key of a subscription; did you mean 'when'?; known are name, to, when, wait, digest, time-zone, quiet-hours, limit, units, mute-until
              4 |     wen: severity >= "severe"
                |     ^^^

            subscriptions.yaml:5:12: error: 'marin' is not one of imperial, marine, metric; did you mean 'marine'?
              5 |     units: marin
                |            ^^^^^

            subscriptions.yaml:6:13: error: 5m is too short; allowed is 10m to 1d
              6 |     digest: 5m
                |             ^^

            subscriptions.yaml:7:11: error: the subscription in line 2 is also named 'a'
              7 |   - name: a
                |           ^

            subscriptions.yaml:10:19: error: 'sever' is not a value of severity; did you mean 'severe'?; known are unknown, minor, moderate, severe, extreme
              10 |       severity >= "sever"
                 |                   ^^^^^^^

            subscriptions.yaml:11:10: error: an alert has no 'regoin'; did you mean 'region'?; known are category, certainty, event, headline, incident_id, labels, msg_type, reason, region, regions, response_type, rule, severity, stations, status, urgency
              11 |       && regoin == "Donegal"
                 |          ^^^^^^

            subscriptions.yaml:12:16: error: 'Europe/Dubln' is not a time zone; did you mean 'Europe/Dublin'?; write one such as Europe/Dublin, America/New_York or UTC
              12 |     time-zone: Europe/Dubln
                 |                ^^^^^^^^^^^^
            """);
  }

  @Test
  void namesTheFieldThatAnAlertHasNot() {
    assertThat(faults("subscriptions:\n  - {name: a, to: a@example.org, when: regoin == 'x'}\n"))
        .contains(
            "subscriptions.yaml:2:40: error: an alert has no 'regoin'; did you mean 'region'?");
  }

  @Test
  void refusesAConditionThatIsNone() {
    assertThat(faults("subscriptions:\n  - {name: a, to: a@example.org, when: region}\n"))
        .contains("a condition must be true or false, but this is string");
    assertThat(faults("subscriptions:\n  - {name: a, to: a@example.org, when: 'region =='}\n"))
        .contains("the expression ends too early: something must follow")
        .doesNotContain("expecting {");
    assertThat(faults("subscriptions:\n  - {name: a, to: a@example.org, when: region = 'x'}\n"))
        .contains("subscriptions.yaml:2:47: error: write '==' instead of '='");
    assertThat(faults("subscriptions:\n  - {name: a, to: a@example.org, when: category < 'met'}\n"))
        .contains("category has no order");
  }

  @Test
  void refusesAnAddressThatCouldStartAHeader() {
    assertThat(
            faults(
                "subscriptions:\n  - {name: a, to: \"a@example.org\\r\\nBcc: x@example.org\"}\n"))
        .contains("it has a line break or another control character");
  }

  @Test
  void theShippedFileIsRight() throws Exception {
    Subscriptions shipped = read(Files.readString(Path.of("deploy/subscriptions.yaml")));
    assertThat(issues.sorted()).isEmpty();
    assertThat(shipped.list()).hasSize(3);
  }

  @Test
  void theSchemaKnowsTheSameKeys() throws Exception {
    JsonNode schema =
        new ObjectMapper().readTree(Path.of("schemas/subscriptions.schema.json").toFile());
    JsonNode subscription = schema.at("/$defs/subscription/properties");
    assertThat(names(subscription))
        .containsExactlyInAnyOrderElementsOf(SubscriptionKeys.OF_SUBSCRIPTION);
    assertThat(names(subscription.at("/quiet-hours/properties")))
        .containsExactlyInAnyOrderElementsOf(SubscriptionKeys.OF_QUIET_HOURS);
    assertThat(names(schema.at("/properties"))).containsExactly(SubscriptionKeys.SUBSCRIPTIONS);
    assertThat(values(subscription.at("/units/enum"))).isEqualTo(UnitSystem.words());
    assertThat(values(subscription.at("/quiet-hours/properties/unless-severity/enum")))
        .isEqualTo(io.petrel.alert.CapCode.codes(Severity.class));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> values(JsonNode node) {
    List<String> values = new ArrayList<>();
    node.forEach(value -> values.add(value.asText()));
    return values;
  }
}
