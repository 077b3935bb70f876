package io.petrel.engine;

import io.petrel.publish.PublishSettings;
import io.petrel.publish.RequiredKafkaAccess;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a job from running twice on the same topics, wherever it runs: its first subtask is a
 * member of a consumer group that reads nothing. Kafka's heartbeats keep the lease; one whose
 * holder is dead is free after {@link #STALE_AFTER}. Used by one thread.
 */
public final class EngineLease implements AutoCloseable {
  /** After this time without a heartbeat a holder counts as dead. */
  public static final Duration STALE_AFTER = Duration.ofSeconds(10);

  /** How long a start waits for a holder that may be dead. */
  private static final Duration PATIENCE = STALE_AFTER.plusSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(EngineLease.class);
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final long ANSWER_SECONDS = 10;

  /**
   * Which lease, and how to speak to the brokers.
   *
   * @param group the consumer group that stands for it
   * @param topic one that the login may read; nothing is read from it
   */
  public record Lease(PublishSettings brokers, String group, String topic)
      implements java.io.Serializable {
    private static final long serialVersionUID = 1;

    /** Of detection: who writes a topic of alerts. */
    static Lease ofDetection(PublishSettings settings) {
      return new Lease(
          settings, RequiredKafkaAccess.leaseOfDetection(settings), settings.topics().alerts());
    }

    /** Of notification: who sends mails for a consumer group. */
    static Lease ofNotification(PublishSettings settings, String groupId) {
      return new Lease(
          settings, RequiredKafkaAccess.leaseOfNotification(groupId), settings.topics().alerts());
    }
  }

  /**
   * Who holds a lease. A member says so by its client id.
   *
   * @param run id of the job: the same after a restart of the job, another for another submission
   * @param process where its first subtask runs
   * @param sinceMillis wall clock at which it took the lease
   */
  public record Holder(String run, HostProcess process, long sinceMillis) {
    private static final String PREFIX = "petrel-lease";

    String clientId() {
      return String.join(
          "_", PREFIX, run, String.valueOf(sinceMillis), process.text().replace(' ', '_'));
    }

    /** A member that is none of Petrel's is a holder whose client id is all that is known. */
    static Holder of(String clientId) {
      String[] parts = clientId.split("_", 4);
      try {
        if (parts.length == 4 && parts[0].equals(PREFIX)) {
          return new Holder(
              parts[1], HostProcess.of(parts[3].replace('_', ' ')), Long.parseLong(parts[2]));
        }
      } catch (IllegalArgumentException e) {
        // Told as it is.
      }
      return new Holder("", new HostProcess(clientId, 0, 0), 0);
    }

    /** Where it runs and for how long. */
    public String text(Instant now) {
      return "%s, for %s"
          .formatted(process.name(), age(Duration.between(Instant.ofEpochMilli(sinceMillis), now)));
    }

    private static String age(Duration age) {
      return age.compareTo(Duration.ofMinutes(2)) < 0
          ? Math.max(0, age.toSeconds()) + " s"
          : age.compareTo(Duration.ofHours(2)) < 0
              ? age.toMinutes() + " min"
              : age.toHours() + " h";
    }
  }

  /**
   * A process of some host.
   *
   * @param startedMillis wall clock of its start: another process may get its number
   */
  public record HostProcess(String host, long pid, long startedMillis) {
    /** This one. */
    public static HostProcess current() {
      ProcessHandle self = ProcessHandle.current();
      return new HostProcess(
          hostName(), self.pid(), self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
      } catch (UnknownHostException e) {
        return "unknown-host";
      }
    }

    /** As {@link #of} reads it. */
    public String text() {
      return "%d %d %s".formatted(pid, startedMillis, host);
    }

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static HostProcess of(String text) {
      String[] parts = text.strip().split(" ", 3);
      if (parts.length < 3) {
        throw new IllegalArgumentException("'%s' is no process".formatted(text));
      }
      return new HostProcess(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** For people. */
    public String name() {
      return "host %s, process %d".formatted(host, pid);
    }
  }

  /** The lease belongs to another run. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  private final Lease lease;
  private final Holder self;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> member;
  private long contestedSince = Long.MAX_VALUE;
  private boolean free;

  private EngineLease(Lease lease, Holder self) {
    this.lease = lease;
    this.self = self;
    this.admin = Admin.create(lease.brokers().adminProperties());
    this.member = member(lease, self);
  }

  private static KafkaConsumer<byte[], byte[]> member(Lease lease, Holder self) {
    Properties all = lease.brokers().adminProperties();
    all.put("group.id", lease.group());
    all.put("client.id", self.clientId());
    all.put("group.protocol", "classic");
    all.put("session.timeout.ms", String.valueOf(STALE_AFTER.toMillis()));
    all.put("heartbeat.interval.ms", String.valueOf(STALE_AFTER.toMillis() / 5));
    all.put("enable.auto.commit", "false");
    all.put("allow.auto.create.topics", "false");
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Takes a lease, and waits a while for a holder that may be dead.
   *
   * @param run id of the job; an earlier attempt of it is no other
   * @throws Refused if another holds it
   */
  static EngineLease take(Lease lease, String run) throws Refused, InterruptedException {
    EngineLease taken =
        new EngineLease(lease, new Holder(run, HostProcess.current(), System.currentTimeMillis()));
    try {
      taken.join();
      return taken;
    } catch (Throwable t) {
      taken.close(true);
      throw t;
    }
  }

  private void join() throws Refused, InterruptedException {
    member.subscribe(
        List.of(lease.topic()),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(java.util.Collection<TopicPartition> partitions) {}

          @Override
          public void onPartitionsAssigned(java.util.Collection<TopicPartition> partitions) {
            member.pause(partitions);
          }
        });
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var unused = member.poll(LOOK);
      List<Holder> holders = holders(admin, lease);
      Optional<Holder> other =
          holders.stream()
              .filter(this::isOther)
              .filter(holder -> holder.sinceMillis() <= self.sinceMillis())
              .findFirst();
      if (other.isEmpty() && holders.contains(self)) {
        return;
      }
      if (System.nanoTime() > end) {
        if (other.isPresent()) {
          throw new Refused(refusal(lease, other.get()));
        }
        throw new IllegalStateException(
            "the Kafka brokers do not give the group %s a member".formatted(lease.group()));
      }
    }
  }

  private boolean isOther(Holder holder) {
    return !holder.run().equals(self.run());
  }

  /**
   * Keeps the lease; to be called every second or so.
   *
   * @throws Refused if another has taken it while this process was away for longer than {@link
   *     #STALE_AFTER}
   */
  void keep() throws Refused, InterruptedException {
    var unused = member.poll(Duration.ZERO);
    Optional<Holder> other = holders(admin, lease).stream().filter(this::isOther).findFirst();
    if (other.isEmpty()) {
      contestedSince = Long.MAX_VALUE;
      return;
    }
    // One that has come in vain goes by itself.
    contestedSince = Math.min(contestedSince, System.nanoTime());
    if (other.get().sinceMillis() > self.sinceMillis()
        && System.nanoTime() - contestedSince > PATIENCE.multipliedBy(2).toNanos()) {
      throw new Refused(refusal(lease, other.get()));
    }
  }

  /** The job has ended as it should: the next one need not wait. */
  void free() {
    free = true;
  }

  @Override
  public void close() {
    close(free);
  }

  /**
   * @param leave or stay a member until the lease is stale, for the job's next attempt
   */
  private void close(boolean leave) {
    member.close(
        CloseOptions.timeout(leave ? Duration.ofSeconds(2) : Duration.ofMillis(100))
            .withGroupMembershipOperation(
                leave
                    ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                    : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    admin.close(Duration.ofSeconds(5));
  }

  private static String refusal(Lease lease, Holder holder) {
    return ("Another engine holds the lease '%s': %s. Two engines on one configuration would tell"
            + " everything twice. Stop it first; a lease whose engine is dead is free after %d s")
        .formatted(lease.group(), holder.text(Instant.now()), STALE_AFTER.toSeconds());
  }

  /**
   * Says who holds a lease already, in a sentence; waits a while for a holder that may be dead.
   *
   * @param isDead holders that are known not to run any more; the lease is taken from them at once
   * @param isSelf holders that are no others
   * @return empty when the lease is free
   */
  public static Optional<String> heldByOther(
      Lease lease, Predicate<Holder> isDead, Predicate<Holder> isSelf) throws InterruptedException {
    try (Admin admin = Admin.create(lease.brokers().adminProperties())) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (true) {
        List<Holder> others = holders(admin, lease).stream().filter(Predicate.not(isSelf)).toList();
        if (others.isEmpty()) {
          return Optional.empty();
        }
        if (others.stream().allMatch(isDead)) {
          removeAll(admin, lease);
          LOG.info("Took the lease {} from {}, which is dead", lease.group(), others);
          return Optional.empty();
        }
        if (System.nanoTime() > end) {
          return Optional.of(refusal(lease, others.get(0)));
        }
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
    }
  }

  /** Frees leases of jobs of this process that have ended, so that nobody waits for them. */
  public static void release(Lease lease) {
    HostProcess self = HostProcess.current();
    try (Admin admin = Admin.create(lease.brokers().adminProperties())) {
      List<Holder> holders = holders(admin, lease);
      if (!holders.isEmpty()
          && holders.stream().allMatch(holder -> holder.process().equals(self))) {
        removeAll(admin, lease);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.info("The lease {} is free after {}: {}", lease.group(), STALE_AFTER, e.toString());
    }
  }

  private static void removeAll(Admin admin, Lease lease) throws InterruptedException {
    try {
      admin
          .removeMembersFromConsumerGroup(
              lease.group(), new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("The lease {} is free after {}", lease.group(), STALE_AFTER, e);
    }
  }

  private static List<Holder> holders(Admin admin, Lease lease) throws InterruptedException {
    try {
      List<Holder> holders = new ArrayList<>();
      admin
          .describeConsumerGroups(List.of(lease.group()))
          .all()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(group -> group.members().stream())
          .forEach(member -> holders.add(Holder.of(member.clientId())));
      return holders;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw new IllegalStateException(
          "the Kafka brokers do not say who holds the lease '%s'".formatted(lease.group()), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the Kafka brokers do not say who holds the lease '%s'".formatted(lease.group()), e);
    }
  }
}
