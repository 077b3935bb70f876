package io.petrel.publish;

import static java.util.stream.Collectors.joining;

import io.petrel.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
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
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.utils.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Creates missing topics with the settings that they need, and checks existing ones and the rights
 * of the login. Not thread-safe.
 */
public final class TopicAdmin implements AutoCloseable {
  private final Admin admin;
  private final String bootstrapServers;
  private final Duration timeout;

  private TopicAdmin(Admin admin, String bootstrapServers, Duration timeout) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
    this.timeout = timeout;
  }

  /**
   * Creates a client; it connects at the first request.
   *
   * @param timeout of each request, > 0
   */
  public static TopicAdmin open(PublishSettings settings, Duration timeout) {
    Properties properties = settings.adminProperties();
    properties.put("default.api.timeout.ms", String.valueOf(timeout.toMillis()));
    properties.put("request.timeout.ms", String.valueOf(Math.min(timeout.toMillis(), 30_000)));
    return new TopicAdmin(Admin.create(properties), settings.bootstrapServers(), timeout);
  }

  public enum Outcome {
    CREATED,
    FOUND
  }

  /**
   * The result for each topic, and the problems.
   *
   * @param problems a sentence each, which names the topic and what is needed
   */
  public record Report(Map<String, Outcome> topics, List<String> problems) {
    public Report {
      topics = Map.copyOf(topics);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Creates missing topics, and checks existing ones, the rights of the login and the broker's
   * limit for transactions. Finds all problems at once; never changes an existing topic.
   */
  public Report ensure(RequiredKafkaAccess needs) {
    List<String> problems = new ArrayList<>();
    Map<String, Outcome> outcomes = new HashMap<>();
    try {
      Set<String> existing = await(admin.listTopics().names());
      for (TopicSpec plan : needs.topics()) {
        if (existing.contains(plan.name())) {
          outcomes.put(plan.name(), Outcome.FOUND);
        } else if (create(plan, needs, problems)) {
          outcomes.put(plan.name(), Outcome.CREATED);
        }
      }
      List<TopicSpec> found =
          needs.topics().stream().filter(plan -> existing.contains(plan.name())).toList();
      check(checkRights(found, needs, problems), problems);
      checkGroups(needs, problems);
      if (needs.transactions()) {
        checkTransactions(needs.settings(), problems);
      }
    } catch (BrokerException e) {
      problems.add(e.getMessage());
    }
    return new Report(outcomes, problems);
  }

  private boolean create(TopicSpec plan, RequiredKafkaAccess needs, List<String> problems)
      throws BrokerException {
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
          e.getCause() instanceof AuthorizationException
              // Brokers answer both alike to a login that may not Describe the topic.
              ? "the Kafka login may not %s topic %s, or it is missing and the login may not Create it"
                  .formatted(names(needs.operations(plan)), plan.name())
              : "topic %s is missing and cannot be created: %s".formatted(plan.name(), e.reason()));
      return false;
    }
  }

  /** Reports missing rights; returns the topics whose settings the login may read. */
  private List<TopicSpec> checkRights(
      List<TopicSpec> plans, RequiredKafkaAccess needs, List<String> problems)
      throws BrokerException {
    var descriptions =
        admin
            .describeTopics(
                plans.stream().map(TopicSpec::name).toList(),
                new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    List<TopicSpec> visible = new ArrayList<>();
    for (TopicSpec plan : plans) {
      KafkaFuture<TopicDescription> description = descriptions.get(plan.name());
      Set<AclOperation> granted =
          description == null ? null : await(description).authorizedOperations();
      Set<AclOperation> missing = EnumSet.copyOf(needs.operations(plan));
      missing.removeAll(granted == null ? missing : granted);
      if (!missing.isEmpty()) {
        problems.add("the Kafka login may not %s topic %s".formatted(names(missing), plan.name()));
      }
      if (!missing.contains(AclOperation.DESCRIBE_CONFIGS)) {
        visible.add(plan);
      }
    }
    return visible;
  }

  private static String names(Set<AclOperation> operations) {
    return operations.stream().map(SecurityUtils::operationName).collect(joining(" and "));
  }

  private void check(Collection<TopicSpec> plans, List<String> problems) throws BrokerException {
    if (plans.isEmpty()) {
      return;
    }
    List<String> names = plans.stream().map(TopicSpec::name).toList();
    Map<ConfigResource, Config> configs =
        await(
            admin
                .describeConfigs(
                    names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
    for (TopicSpec plan : plans) {
      Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, plan.name()));
      if (config != null) {
        problems.addAll(plan.problems(name -> value(config, name)));
      }
    }
  }

  /** A login that may Read a group may list its offsets, even if the group does not exist yet. */
  private void checkGroups(RequiredKafkaAccess needs, List<String> problems)
      throws BrokerException {
    for (String group : needs.groups()) {
      try {
        var unused = await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      } catch (BrokerException e) {
        requireRefusal(e);
        problems.add("the Kafka login may not Read group %s".formatted(group));
      }
    }
  }

  private void checkTransactions(PublishSettings settings, List<String> problems)
      throws BrokerException {
    String prefix = settings.transactionalIdPrefix() + "-";
    try {
      var unused = await(admin.describeTransactions(List.of(prefix)).all());
    } catch (BrokerException e) {
      // A login that may Write gets "no such transaction".
      if (e.getCause() instanceof AuthorizationException) {
        problems.add("the Kafka login may not Write transactional ids that begin with " + prefix);
      } else if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
        throw e;
      }
    }
    try {
      checkTransactionTimeout(settings, problems);
    } catch (BrokerException e) {
      requireRefusal(e);
      problems.add("the Kafka login may not DescribeConfigs of the cluster");
    }
  }

  private static void requireRefusal(BrokerException e) throws BrokerException {
    if (!(e.getCause() instanceof AuthorizationException)) {
      throw e;
    }
  }

  private void checkTransactionTimeout(PublishSettings settings, List<String> problems)
      throws BrokerException {
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
                    Durations.code(settings.transactionTimeout()),
                    node.idString(),
                    Durations.code(Duration.ofMillis(Long.parseLong(max)))));
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

  /** A request failed. */
  private static final class BrokerException extends Exception {
    private static final long serialVersionUID = 1;
    private final String reason;

    BrokerException(String bootstrapServers, Throwable cause) {
      super(
          "cannot query the Kafka brokers at %s: %s".formatted(bootstrapServers, reason(cause)),
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
