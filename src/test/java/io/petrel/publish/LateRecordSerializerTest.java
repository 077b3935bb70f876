package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class LateRecordSerializerTest {
  @Test
  void itsHeadersSayHowLateItCame() {
    LateRecordSerializer serializer =
        new LateRecordSerializer(PublishSettings.defaults("localhost:9092"));
    serializer.open(null, null);
    Instant eventTime = Instant.parse("2026-10-20T20:36:30Z");

    ProducerRecord<byte[], byte[]> record =
        serializer.serialize(
            Observation.at("sim:S45", Instant.parse("2026-10-20T18:06:00Z")).build(),
            null,
            eventTime.toEpochMilli());

    assertThat(text(record, "petrel-reason")).isEqualTo("late");
    assertThat(text(record, "petrel-reason-text"))
        .isEqualTo(
            "the time is 2026-10-20T18:06:00Z, and its station had come to 2026-10-20T20:36:30Z"
                + " already, 2 h 30 min later: too late to be put in its place");
    assertThat(text(record, "petrel-event-time")).isEqualTo("2026-10-20T20:36:30Z");
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String header) {
    return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
  }
}
