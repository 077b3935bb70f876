package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Message;
import io.petrel.alert.MsgType;
import io.petrel.alert.ResponseType;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.WireSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishSettingsTest {
  @Test
  void aTransactionMustOutliveFailingCheckpointsAndAnOutage() {
    PublishSettings settings = PublishSettings.defaults("b:1");
    assertThat(settings.problems(Duration.ofMinutes(1))).isEmpty();
    assertThat(settings.oldestCheckpoint()).contains(Duration.ofMinutes(5));
    assertThat(settings.problems(Duration.ofSeconds(61)))
        .containsExactly(
            "publish.transaction-timeout of 15m must be at least publish.longest-outage of 10m and 5"
                + " times engine.checkpoint-interval of 1m1s together: what is left beside the"
                + " outage is how long checkpoints may fail before the job restarts, and the brokers"
                + " drop what was sent after the timeout");
  }

  @Test
  void withoutTransactionsThereIsNoTimeout() {
    PublishSettings settings =
        new PublishSettings(
            "b:1",
            TopicNames.DEFAULTS,
            AlertDelivery.AT_LEAST_ONCE,
            "petrel",
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            100_000,
            Duration.ofDays(1),
            Map.of(),
            WireSettings.DEFAULTS);
    assertThat(settings.problems(Duration.ofMinutes(5))).isEmpty();
  }

  @Test
  void ownPropertiesDoNotUndoTheGuarantees() {
    PublishSettings settings =
        new PublishSettings(
            "b:1",
            TopicNames.DEFAULTS,
            AlertDelivery.EXACTLY_ONCE,
            "petrel",
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            100_000,
            Duration.ofDays(1),
            Map.of("acks", "0", "linger.ms", "50", "security.protocol", "SSL"),
            WireSettings.DEFAULTS);
    assertThat(settings.producerProperties())
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", "true")
        .containsEntry("transaction.timeout.ms", "120000")
        .containsEntry("linger.ms", "50")
        .containsEntry("security.protocol", "SSL");
  }

  @Test
  void badValuesAreToldWithWhatIsAllowed() {
    assertThatThrownBy(
            () ->
                new PublishSettings(
                    "b:1",
                    TopicNames.DEFAULTS,
                    AlertDelivery.EXACTLY_ONCE,
                    "petrel",
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    100_000,
                    Duration.ofDays(1),
                    Map.of(),
                    WireSettings.DEFAULTS))
        .hasMessage("transactionTimeout is PT0S, must be > 0");
  }

  @Test
  void anAlertThatIsTooLargeLosesWhatIllustratesItOnly() {
    List<Observation> many = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      many.add(
          Observation.at("s", i).set("pressure_hpa", 1000).stationName("x".repeat(20)).build());
    }
    Alert alert = TestAlerts.alert("i1", 0, MsgType.ALERT, ResponseType.MONITOR, 100, many);
    AlertAvro avro = new AlertAvro();
    int whole = avro.encode(alert, "t").length;
    assertThat(whole).isGreaterThan(300_000);

    RecordSizeLimiter roomy = new RecordSizeLimiter(avro, whole);
    assertThat(roomy.encode(alert, "t")).hasSize(whole);
    assertThat(roomy.cut()).isZero();

    Alert withoutContext = decode(new RecordSizeLimiter(avro, whole - 1).encode(alert, "t"));
    assertThat(withoutContext.context()).isEmpty();
    assertThat(withoutContext.evidence().get(0).observations()).hasSize(3_000);

    RecordSizeLimiter tight = new RecordSizeLimiter(avro, 70_000);
    Alert ends = decode(tight.encode(alert, "t"));
    assertThat(ends.evidence().get(0).observations())
        .containsExactly(many.get(0), many.get(many.size() - 1));
    assertThat(ends.identifier()).isEqualTo(alert.identifier());
    assertThat(tight.cut()).isEqualTo(1);
  }

  @Test
  void anAlertWithTenThousandPlacesAndLongTextsFitsAndSaysWhatIsMissing() {
    Alert small = TestAlerts.alert("i1", 0, MsgType.ALERT, ResponseType.MONITOR, 100);
    String name = "\u6c17".repeat(200);
    List<AlertPlace> places = new ArrayList<>();
    List<AlertReference> references = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      places.add(new AlertPlace("s" + i + name, name, name, 1, 2));
      references.add(new AlertReference("petrel", "r" + i, i));
    }
    Message message = small.message();
    Alert alert =
        small.toBuilder()
            .references(references)
            .message(
                new Message(
                    message.event(),
                    message.severity(),
                    message.urgency(),
                    message.certainty(),
                    message.category(),
                    message.headline(),
                    name.repeat(1000),
                    message.instruction(),
                    message.labels()))
            .area(name.repeat(500), places)
            .note("exercise")
            .build();
    for (int bytes : new int[] {64 * 1024, 900 * 1024}) {
      byte[] encoded = new RecordSizeLimiter(new AlertAvro(), bytes).encode(alert, "t");
      assertThat(encoded).hasSizeLessThanOrEqualTo(bytes);
      Alert cut = decode(encoded);
      int left = cut.places().size();
      assertThat(cut.places()).isEqualTo(places.subList(0, left)).isNotEmpty();
      // The newest tell a reader what this record replaces.
      assertThat(cut.references()).endsWith(references.get(9_999));
      assertThat(cut.message().headline()).isEqualTo(message.headline());
      assertThat(cut.note())
          .isEqualTo(
              "exercise Left out to fit publish.max-record-size: the context and evidence,"
                  + " %d of 10000 places, %d of 10000 references, the ends of texts.",
              10_000 - left, 10_000 - cut.references().size());
    }
  }

  @Test
  void noPropertyHoldsBackWhatFitsTheTopic() {
    PublishSettings settings =
        new PublishSettings(
            "b:1",
            TopicNames.DEFAULTS,
            AlertDelivery.EXACTLY_ONCE,
            "petrel",
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            5 << 20,
            Duration.ofDays(1),
            Map.of("max.request.size", "1000000"),
            WireSettings.DEFAULTS);
    assertThat(settings.producerProperties())
        .containsEntry("max.request.size", String.valueOf((5 << 20) + 64 * 1024));
  }

  private static Alert decode(byte[] bytes) {
    return ((Decoded.Value<Alert>) new AlertAvro().decode(bytes)).value();
  }
}
