package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.alert.Alert;
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
  void aTransactionMustOutliveACheckpointAndAnOutage() {
    PublishSettings settings = PublishSettings.defaults("b:1");
    assertThat(settings.problems(Duration.ofSeconds(10), Duration.ofMinutes(10))).isEmpty();
    assertThat(settings.problems(Duration.ofMinutes(5), Duration.ofMinutes(10)))
        .containsExactly(
            "the transaction timeout of 15m must be more than the checkpoint interval of 5m and the"
                + " longest outage of 10m together: the broker drops a transaction after it, and"
                + " with it alerts that a checkpoint counts as sent");
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
            100_000,
            Duration.ofDays(1),
            Map.of(),
            WireSettings.DEFAULTS);
    assertThat(settings.problems(Duration.ofMinutes(5), Duration.ofMinutes(10))).isEmpty();
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

  private static Alert decode(byte[] bytes) {
    return ((Decoded.Value<Alert>) new AlertAvro().decode(bytes)).value();
  }
}
