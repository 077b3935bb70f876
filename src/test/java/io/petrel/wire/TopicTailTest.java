package io.petrel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TopicTailTest {
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);
  private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
  private final List<String> read = new ArrayList<>();

  @Test
  @Timeout(20)
  void readsToTheEnd() {
    fill();
    TopicTail.read(consumer, Map.of(PARTITION, 2L), Duration.ofSeconds(10), this::take);
    assertThat(read).containsExactly("a", "b");
  }

  /** Such as a broker that went away meanwhile: a consumer waits for it without a word. */
  @Test
  @Timeout(20)
  void givesUpWhenNothingComes() {
    fill();
    assertThatThrownBy(
            () ->
                TopicTail.read(consumer, Map.of(PARTITION, 3L), Duration.ofMillis(50), this::take))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("[t-0]");
    assertThat(read).containsExactly("a", "b");
  }

  private void fill() {
    consumer.assign(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 2L));
    consumer.addRecord(new ConsumerRecord<>("t", 0, 0, "k", "a"));
    consumer.addRecord(new ConsumerRecord<>("t", 0, 1, "k", "b"));
  }

  private void take(ConsumerRecord<String, String> record) {
    read.add(record.value());
  }
}
