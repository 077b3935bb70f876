package io.petrel.publish;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What a job needs in Kafka: topics, and the rights of its login. {@code deploy/README.md} has the
 * same table for administrators. Immutable.
 */
public final class RequiredKafkaAccess {
  private static final String LEASE = "-lease";

  private final PublishSettings settings;
  private final Set<String> groups;
  private final boolean transactions;
  private final Map<TopicSpec, Set<AclOperation>> topics;

  private RequiredKafkaAccess(
      PublishSettings settings,
      Set<String> groups,
      boolean transactions,
      Map<TopicSpec, Set<AclOperation>> topics) {
    this.settings = settings;
    this.groups = groups;
    this.transactions = transactions;
    this.topics = topics;
  }

  /**
   * The access that detection needs.
   *
   * @param observations the topic that it reads
   * @param group its consumer group
   * @param partitions of topics that are created, > 0
   */
  public static RequiredKafkaAccess ofDetection(
      PublishSettings settings, String observations, String group, int partitions) {
    Map<TopicSpec, Set<AclOperation>> topics = new LinkedHashMap<>();
    for (TopicSpec topic : TopicSpec.ofDetection(settings, observations, partitions)) {
      if (topic.name().equals(observations)) {
        topics.put(topic, rights(AclOperation.READ));
      } else if (topic.name().equals(settings.topics().rules())) {
        topics.put(topic, rights(AclOperation.WRITE));
      } else {
        // A start looks for transactions that are open on a topic, which takes the right to read.
        topics.put(topic, rights(AclOperation.READ, AclOperation.WRITE));
      }
    }
    boolean transactions = settings.delivery() == AlertDelivery.EXACTLY_ONCE;
    return new RequiredKafkaAccess(
        settings, Set.of(group, leaseOfDetection(settings)), transactions, topics);
  }

  /**
   * The access that notification needs; it writes without transactions.
   *
   * @param group its consumer group
   * @param partitions of topics that are created, > 0
   */
  public static RequiredKafkaAccess ofNotification(
      PublishSettings settings, String group, int partitions) {
    Map<TopicSpec, Set<AclOperation>> topics = new LinkedHashMap<>();
    topics.put(TopicSpec.alerts(settings, partitions), rights(AclOperation.READ));
    topics.put(TopicSpec.undeliverable(settings), rights(AclOperation.WRITE));
    // Read after a crash.
    topics.put(TopicSpec.mailSent(settings), rights(AclOperation.READ, AclOperation.WRITE));
    return new RequiredKafkaAccess(
        settings, Set.of(group, leaseOfNotification(group)), false, topics);
  }

  /** The group whose member is the one detection that writes a topic of alerts. */
  public static String leaseOfDetection(PublishSettings settings) {
    return settings.topics().alerts() + LEASE;
  }

  /** The group whose member is the one notification of a consumer group. */
  public static String leaseOfNotification(String group) {
    return group + LEASE;
  }

  /** The access that both jobs need, with one login on the same brokers. */
  public RequiredKafkaAccess and(RequiredKafkaAccess other) {
    Map<TopicSpec, Set<AclOperation>> both = new LinkedHashMap<>(topics);
    other.topics.forEach(
        (topic, operations) ->
            both.merge(
                topic,
                operations,
                (a, b) -> {
                  EnumSet<AclOperation> all = EnumSet.copyOf(a);
                  all.addAll(b);
                  return all;
                }));
    Set<String> bothGroups = new TreeSet<>(groups);
    bothGroups.addAll(other.groups);
    return new RequiredKafkaAccess(settings, bothGroups, transactions || other.transactions, both);
  }

  /** The operations, and the right to read the topic's configuration. */
  private static Set<AclOperation> rights(AclOperation... operations) {
    EnumSet<AclOperation> all = EnumSet.of(AclOperation.DESCRIBE_CONFIGS);
    all.addAll(List.of(operations));
    return all;
  }

  /** Brokers and client properties. */
  public PublishSettings settings() {
    return settings;
  }

  Set<String> groups() {
    return groups;
  }

  boolean transactions() {
    return transactions;
  }

  List<TopicSpec> topics() {
    return new ArrayList<>(topics.keySet());
  }

  /** The rights on a topic that the login needs. */
  Set<AclOperation> operations(TopicSpec topic) {
    return topics.getOrDefault(topic, Set.of());
  }
}
