package io.petrel.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the topics that are missing, with the settings they need, and checks those that are
 * there. Not thread-safe.
 */
public final class Topics implements AutoCloseable {
  private final Admin admin;
  private final String bootstrapServers;
  private final Duration timeout;

  private Topics(Admin admin, String bootstrapServers, Duration timeout) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
    this.timeout = timeout;
  }

  /**
   * Opens a connection; it is made at the first question.
   *
   * @param timeout for each question, > 0
   */
  public static Topics open(PublishSettings settings, Duration timeout) {
    Properties properties = settings.adminProperties();
    properties.put("default.api.timeout.ms", String.valueOf(timeout.toMillis()));
    properties.put("request.timeout.ms", String.valueOf(Math.min(timeout.toMillis(), 30_000)));
    return new Topics(Admin.create(properties), settings.bootstrapServers(), timeout);
  }

  /** What became of a topic. */
  public enum Outcome {
    CREATED,
    FOUND
  }

  /**
   * What was done and what is wrong.
   *
   * @param problems a sentence each, naming the topic and what is needed; empty when all is well
   */
  public record Report(Map<String, Outcome> topics, List<String> problems) {
    public Report {
      topics = Map.copyOf(topics);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Creates what is missing and checks the rest, topics and the broker's limit for transactions.
   * Finds all problems in one go; never changes a topic that is there.
   *
   * @param observations the topic that is read
   * @param partitions of topics that are created, > 0
   */
  public Report ensure(PublishSettings settings, String observations, int partitions) {
    List<String> problems = new ArrayList<>();
    Map<String, Outcome> outcomes = new HashMap<>();
    try {
      Set<String> existing = await(admin.listTopics().names());
      List<TopicPlan> plans = TopicPlan.all(settings, observations, partitions);
      for (TopicPlan plan : plans) {
        if (existing.contains(plan.name())) {
          outcomes.put(plan.name(), Outcome.FOUND);
        } else if (create(plan, problems)) {
          outcomes.put(plan.name(), Outcome.CREATED);
        }
      }
      check(plans.stream().filter(p -> existing.contains(p.name())).toList(), problems);
      checkTransactionTimeout(settings, problems);
    } catch (BrokerException e) {
      problems.add(e.getMessage());
    }
    return new Report(outcomes, problems);
  }

  private boolean create(TopicPlan plan, List<String> problems) throws BrokerException {
    NewTopic topic =
        new NewTopic(plan.name(), Optional.of(plan.partitions()), Optional.empty())
            .configs(plan.settings());
    try {
      await(admin.createTopics(List.of(topic)).all());
      return true;
    } catch (BrokerException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return true;
      }
      problems.add(
          "topic %s is missing and cannot be created: %s".formatted(plan.name(), e.reason()));
      return false;
    }
  }

  private void check(Collection<TopicPlan> plans, List<String> problems) throws BrokerException {
    if (plans.isEmpty()) {
      return;
    }
    List<String> names = plans.stream().map(TopicPlan::name).toList();
    Map<String, TopicDescription> descriptions = await(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> configs =
        await(
            admin
                .describeConfigs(
                    names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
    for (TopicPlan plan : plans) {
      Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, plan.name()));
      if (config != null && descriptions.containsKey(plan.name())) {
        problems.addAll(plan.problems(name -> value(config, name)));
      }
    }
  }

  private void checkTransactionTimeout(PublishSettings settings, List<String> problems)
      throws BrokerException {
    if (settings.delivery() != Delivery.EXACTLY_ONCE) {
      return;
    }
    Collection<Node> nodes = await(admin.describeCluster().nodes());
    for (Node node : nodes) {
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
      Config config = await(admin.describeConfigs(List.of(broker)).all()).get(broker);
      String max = config == null ? null : value(config, "transaction.max.timeout.ms");
      if (max != null && Long.parseLong(max) < settings.transactionTimeout().toMillis()) {
        problems.add(
            ("the transaction timeout of %s is more than broker %s allows: its"
                    + " transaction.max.timeout.ms is %s")
                .formatted(
                    PublishSettings.text(settings.transactionTimeout()),
                    node.idString(),
                    PublishSettings.text(Duration.ofMillis(Long.parseLong(max)))));
        return;
      }
    }
  }

  private static @Nullable String value(Config config, String name) {
    ConfigEntry entry = config.get(name);
    return entry == null ? null : entry.value();
  }

  private <T> T await(KafkaFuture<T> future) throws BrokerException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(bootstrapServers, e);
    } catch (ExecutionException e) {
      throw new BrokerException(bootstrapServers, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerException(bootstrapServers, e);
    }
  }

  @Override
  public void close() {
    admin.close(timeout);
  }

  /** The cluster did not do what it was asked. */
  private static final class BrokerException extends Exception {
    private static final long serialVersionUID = 1;
    private final String reason;

    BrokerException(String bootstrapServers, Throwable cause) {
      super(
          "the Kafka brokers at %s cannot be asked: %s".formatted(bootstrapServers, reason(cause)),
          cause);
      this.reason = reason(cause);
    }

    String reason() {
      return reason;
    }

    private static String reason(Throwable cause) {
      boolean silent =
          cause instanceof TimeoutException
              || cause instanceof org.apache.kafka.common.errors.TimeoutException;
      String message = cause.getMessage();
      return silent ? "no answer" : message == null ? cause.toString() : message;
    }
  }
}
