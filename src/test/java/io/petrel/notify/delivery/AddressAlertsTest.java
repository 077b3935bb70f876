package io.petrel.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.subscription.SubscriptionSet;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Who is remembered after the end of an incident. */
class AddressAlertsTest {
  private static final long SENT = SampleMails.allClear().sentMillis();

  /** Ann wants beginnings only; what follows goes to her as one who was told. */
  @Test
  void aProvisionalEndForgetsNobodyBeforeItIsFinal() throws Exception {
    try (var harness = open()) {
      harness.setProcessingTime(SENT);
      harness.processElement1(new StreamRecord<>(SampleMails.begin()));
      Alert end = SampleMails.allClear();
      long finalAt = SENT + Duration.ofHours(6).toMillis();
      harness.processElement1(
          new StreamRecord<>(end.toBuilder().provisionalUntilMillis(finalAt).build()));
      assertThat(harness.extractOutputValues()).hasSize(2);

      harness.setProcessingTime(finalAt);
      harness.processElement1(new StreamRecord<>(SampleMails.withdrawn()));
      assertThat(harness.extractOutputValues())
          .hasSize(3)
          .last()
          .isEqualTo(new Addressed("ann@example.org", null, SampleMails.withdrawn()));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void aProvisionalEndIsForgottenAtLastAndAFinalOneAtOnce() throws Exception {
    try (var harness = open()) {
      harness.setProcessingTime(SENT);
      harness.processElement1(new StreamRecord<>(SampleMails.begin()));
      harness.processElement1(
          new StreamRecord<>(
              SampleMails.allClear().toBuilder().provisionalUntilMillis(SENT + 1).build()));
      assertThat(harness.numKeyedStateEntries()).isPositive();
      harness.setProcessingTime(SENT + Duration.ofDays(2).toMillis());
      assertThat(harness.numKeyedStateEntries()).isZero();

      harness.processElement1(new StreamRecord<>(SampleMails.begin()));
      harness.processElement1(new StreamRecord<>(SampleMails.allClear()));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Alert, SubscriptionSet, Addressed>
      open() throws Exception {
    SubscriptionSet subscriptions =
        new SubscriptionSet(
            "s",
            "subscriptions:\n  - {name: ann, to: ann@example.org, when: msg_type == \"alert\"}\n");
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, Alert, SubscriptionSet, Addressed>(
            new CoBroadcastWithKeyedOperator<>(new AddressAlerts(subscriptions), List.of()),
            Alert::incidentId,
            set -> "",
            Types.STRING);
    harness.open();
    return harness;
  }
}
