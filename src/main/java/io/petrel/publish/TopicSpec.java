package io.petrel.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The required properties of a topic.
 *
 * @param settings for the creation of the topic
 * @param cleanup required {@code cleanup.policy} of an existing topic; null = any
 * @param minMessageBytes required minimum of {@code max.message.bytes}
 */
record TopicSpec(
    String name,
    int partitions,
    Map<String, String> settings,
    @Nullable String cleanup,
    int minMessageBytes) {
  private static final String DELETE = "delete";
  private static final String COMPACT = "compact";

  /** Bytes for headers and batch, in addition to the value. */
  private static final int OVERHEAD = 16 * 1024;

  private static final int BROKER_DEFAULT_MESSAGE_BYTES = 1_048_588;

  /** The topics that detection reads and writes. */
  static List<TopicSpec> ofDetection(
      PublishSettings settings, String observations, int partitions) {
    int alertBytes = settings.maxRecordBytes() + OVERHEAD;
    TopicNames names = settings.topics();
    return List.of(
        new TopicSpec(observations, partitions, retention(7), null, 0),
        alerts(settings, partitions),
        new TopicSpec(
            names.incidents(),
            partitions,
            sized(Map.of("cleanup.policy", COMPACT), alertBytes),
            COMPACT,
            alertBytes),
        // Keeps the newest event of each rule for ever, and all events of the last week.
        new TopicSpec(
            names.rules(),
            1,
            Map.of("cleanup.policy", COMPACT, "min.compaction.lag.ms", days(7)),
            COMPACT,
            0),
        new TopicSpec(
            names.rejected(), partitions, sized(retention(14), alertBytes), DELETE, alertBytes),
        new TopicSpec(names.late(), partitions, retention(14), DELETE, 0));
  }

  static TopicSpec alerts(PublishSettings settings, int partitions) {
    int bytes = settings.maxRecordBytes() + OVERHEAD;
    return new TopicSpec(
        settings.topics().alerts(), partitions, sized(retention(90), bytes), DELETE, bytes);
  }

  static TopicSpec undeliverable(PublishSettings settings) {
    return new TopicSpec(settings.topics().undeliverable(), 1, retention(90), DELETE, 0);
  }

  static TopicSpec mailSent(PublishSettings settings) {
    return new TopicSpec(settings.topics().mailSent(), 1, retention(90), DELETE, 0);
  }

  private static Map<String, String> retention(int days) {
    return Map.of("cleanup.policy", DELETE, "retention.ms", days(days));
  }

  private static String days(int days) {
    return String.valueOf(Duration.ofDays(days).toMillis());
  }

  private static Map<String, String> sized(Map<String, String> settings, int bytes) {
    if (bytes <= BROKER_DEFAULT_MESSAGE_BYTES) {
      return settings;
    }
    Map<String, String> all = new HashMap<>(settings);
    all.put("max.message.bytes", String.valueOf(bytes));
    return all;
  }

  /** The problems of an existing topic. */
  List<String> problems(Function<String, @Nullable String> setting) {
    List<String> problems = new ArrayList<>();
    String policy = setting.apply("cleanup.policy");
    if (policy != null && cleanup != null && !policy.equals(cleanup)) {
      problems.add(
          "topic %s has cleanup.policy=%s, must be %s: %s"
              .formatted(
                  name,
                  policy,
                  cleanup,
                  cleanup.equals(COMPACT)
                      ? "the newest record of each key must stay"
                      : "every record of a key counts, not only the newest"));
    }
    String bytes = setting.apply("max.message.bytes");
    if (bytes != null && Long.parseLong(bytes) < minMessageBytes) {
      problems.add(
          "topic %s has max.message.bytes=%s, must be >= %d, the largest record that is sent"
              .formatted(name, bytes, minMessageBytes));
    }
    return problems;
  }
}
