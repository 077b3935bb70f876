package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.testing.BothJobs;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.wire.avro.WireSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicAdminIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static SharedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = SharedKafka.emptied();
  }

  @Test
  void createsWhatIsMissingOnce() throws Exception {
    PublishSettings settings = settings("a.", Duration.ofMinutes(15), 2_000_000);
    try (TopicAdmin topics = TopicAdmin.open(settings, TIMEOUT)) {
      TopicAdmin.Report first = topics.ensure(BothJobs.needs(settings, "a.observations", 2));
      assertThat(first.problems()).isEmpty();
      assertThat(first.topics())
          .hasSize(8)
          .allSatisfy((name, outcome) -> assertThat(outcome).isEqualTo(TopicAdmin.Outcome.CREATED));
      awaitTopics(first.topics().keySet());
      TopicAdmin.Report second = topics.ensure(BothJobs.needs(settings, "a.observations", 2));
      assertThat(second.problems()).isEmpty();
      assertThat(second.topics())
          .hasSize(8)
          .allSatisfy((name, outcome) -> assertThat(outcome).isEqualTo(TopicAdmin.Outcome.FOUND));
    }
    assertThat(setting("a.incidents", "cleanup.policy")).isEqualTo("compact");
    assertThat(setting("a.alerts", "cleanup.policy")).isEqualTo("delete");
    assertThat(setting("a.alerts", "max.message.bytes")).isEqualTo("2016384");
    assertThat(setting("a.observations.rejected", "retention.ms")).isEqualTo("1209600000");
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("b.incidents", 1, (short) 1),
                  new NewTopic("b.alerts", 1, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "1000"))))
          .all()
          .get();
    }
    awaitTopics(Set.of("b.incidents", "b.alerts"));
    PublishSettings settings = settings("b.", Duration.ofHours(2), 900 * 1024);
    try (TopicAdmin topics = TopicAdmin.open(settings, TIMEOUT)) {
      assertThat(topics.ensure(BothJobs.needs(settings, "b.observations", 1)).problems())
          .containsExactly(
              "topic b.alerts has cleanup.policy=compact, must be delete:"
                  + " every record of a key counts, not only the newest",
              "topic b.alerts has max.message.bytes=1000, must be >= 937984,"
                  + " the largest record that is sent",
              "topic b.incidents has cleanup.policy=delete, must be compact:"
                  + " the newest record of each key must stay",
              "the transaction timeout of 2h is more than broker 1 allows:"
                  + " its transaction.max.timeout.ms is 1h");
    }
  }

  @Test
  void aBrokerThatIsNotThereIsOneProblem() {
    PublishSettings settings = PublishSettings.defaults("127.0.0.1:1");
    try (TopicAdmin topics = TopicAdmin.open(settings, Duration.ofSeconds(2))) {
      assertThat(topics.ensure(BothJobs.needs(settings, "o", 1)).problems())
          .containsExactly("cannot query the Kafka brokers at 127.0.0.1:1: no answer");
    }
  }

  @Test
  void aNameThatKafkaRefusesIsTold() {
    PublishSettings settings = settings("c c.", Duration.ofMinutes(1), 900 * 1024);
    try (TopicAdmin topics = TopicAdmin.open(settings, TIMEOUT)) {
      assertThat(topics.ensure(BothJobs.needs(settings, "c.observations", 1)).problems())
          .hasSize(7)
          .first()
          .asString()
          .startsWith("topic c c.alerts is missing and cannot be created: ");
    }
  }

  /** A broker lists a topic a little later than the controller has created it. */
  private static void awaitTopics(Set<String> names) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Waiting.await(TIMEOUT, () -> admin.listTopics().names().get().containsAll(names));
    }
  }

  private static PublishSettings settings(String prefix, Duration timeout, int maxBytes) {
    return new PublishSettings(
        kafka.bootstrapServers(),
        TopicNames.withPrefix(prefix),
        AlertDelivery.EXACTLY_ONCE,
        "petrel",
        timeout,
        Duration.ofSeconds(30),
        maxBytes,
        Duration.ofDays(1),
        Map.of(),
        WireSettings.DEFAULTS);
  }

  private static String setting(String topic, String name) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(name).value();
    }
  }
}
