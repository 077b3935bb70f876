package io.petrel.cli.kafka;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.wire.ClientProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka cluster that a command talks to.
 *
 * @param properties of every client; {@code bootstrap.servers} is among them
 */
public record Brokers(Map<String, String> properties) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public Brokers {
    properties = ClientProperties.copyOf(properties);
  }

  public static Brokers at(String bootstrapServers) {
    return new Brokers(Map.of("bootstrap.servers", bootstrapServers));
  }

  String bootstrapServers() {
    return properties.getOrDefault("bootstrap.servers", "");
  }

  /** Properties of a client, with more on top. */
  Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(properties);
    all.putAll(more);
    return all;
  }

  /**
   * Checks that a broker answers.
   *
   * @throws CommandFailure if none answers in time
   */
  public void requireAnswer() {
    inTime(
        admin -> admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * Checks that a topic exists.
   *
   * @throws CommandFailure if it does not, or no broker answers
   */
  public void requireTopic(String topic) {
    if (!hasTopic(topic)) {
      throw CommandFailure.failed(
          "the Kafka cluster at %s has no topic '%s'".formatted(bootstrapServers(), topic));
    }
  }

  /** Whether the topic is there. */
  boolean hasTopic(String topic) {
    try {
      inTime(
          admin ->
              admin
                  .describeTopics(List.of(topic))
                  .allTopicNames()
                  .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      return true;
    } catch (NoSuchTopicException e) {
      return false;
    }
  }

  private static List<TopicPartition> partitions(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .values()
        .stream()
        .flatMap(description -> description.partitions().stream())
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /**
   * How many records of a topic a consumer group has not committed yet; all when it has committed
   * nothing.
   */
  public long lag(String group, String topic) {
    return inTime(
        admin -> {
          long patience = PATIENCE.toMillis();
          List<TopicPartition> partitions = partitions(admin, topic);
          var ends =
              admin
                  .listOffsets(
                      partitions.stream()
                          .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                  .all()
                  .get(patience, TimeUnit.MILLISECONDS);
          var committed =
              admin
                  .listConsumerGroupOffsets(group)
                  .partitionsToOffsetAndMetadata()
                  .get(patience, TimeUnit.MILLISECONDS);
          long lag = 0;
          for (var end : ends.entrySet()) {
            OffsetAndMetadata at = committed.get(end.getKey());
            lag += end.getValue().offset() - (at == null ? 0 : at.offset());
          }
          return lag;
        });
  }

  private interface Question<T> {
    T ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
  }

  /**
   * An admin client.
   *
   * @param patience longest wait for each answer
   */
  public Admin admin(Duration patience) {
    int millis = (int) patience.toMillis();
    return Admin.create(
        with(Map.of("request.timeout.ms", millis, "default.api.timeout.ms", millis, "retries", 3)));
  }

  private <T> T inTime(Question<T> question) {
    try (Admin admin = admin(PATIENCE)) {
      return question.ask(admin);
    } catch (TimeoutException e) {
      throw noAnswer(e);
    } catch (ExecutionException e) {
      refuse(e.getCause());
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new NoSuchTopicException();
      }
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw noAnswer(e);
      }
      throw CommandFailure.failed(
          "the Kafka cluster at %s refuses: %s"
              .formatted(bootstrapServers(), FaultMessages.causes(e)),
          e);
    } catch (org.apache.kafka.common.KafkaException e) {
      throw unusable(FaultMessages.causes(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted while waiting for Kafka", e);
    }
  }

  /** Names the configuration key that is wrong when the brokers reject this client. */
  private void refuse(@Nullable Throwable cause) {
    String key =
        cause instanceof SslAuthenticationException
            ? "has no trusted certificate, or requires one from the client; see kafka.properties.ssl.truststore.location and ssl.keystore.location"
            : cause instanceof AuthenticationException
                ? "rejects the login in kafka.properties.sasl.jaas.config"
                : cause instanceof AuthorizationException
                    ? "does not give the user in kafka.properties the rights that deploy/README.md lists under Security"
                    : null;
    if (cause != null && key != null) {
      throw CommandFailure.failed(
          "the Kafka cluster at %s %s: %s"
              .formatted(bootstrapServers(), key, FaultMessages.causes(cause)),
          cause);
    }
  }

  private CommandFailure unusable(String why) {
    if (why.contains("No resolvable bootstrap")) { // No class or code of Kafka's own says so.
      return CommandFailure.failed(
          "the Kafka servers '%s' cannot be resolved: is the name right, and does DNS answer?"
              .formatted(bootstrapServers()));
    }
    return CommandFailure.usage(
        why.contains("bootstrap.servers")
            ? "'%s' is not a list of Kafka servers: %s; allowed: host:port, separated by commas"
                .formatted(bootstrapServers(), why)
            : "the kafka.properties cannot be used: " + why);
  }

  private CommandFailure noAnswer(Exception cause) {
    return CommandFailure.failed(
        "no Kafka broker answers at %s (waited %d s). Is it running, is the address right, and does it speak kafka.properties.security.protocol?"
            .formatted(bootstrapServers(), PATIENCE.toSeconds()),
        cause);
  }

  private static final class NoSuchTopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
