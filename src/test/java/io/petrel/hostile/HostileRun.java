package io.petrel.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.engine.DetectionJob;
import io.petrel.engine.DetectionSettings;
import io.petrel.engine.EngineSettings;
import io.petrel.engine.JobCounts;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.ingest.IngestSettings;
import io.petrel.ingest.StartFrom;
import io.petrel.ingest.StationLimits;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.TopicAdmin;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.simulate.FeedSettings;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.testing.BothJobs;
import io.petrel.testing.CommittedRecords;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.testing.WholeBacktest;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.wire.AlertJson;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.WireSettings;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The detection job, with the shipped rules and RocksDB, on a broker, under {@link HostileFeed}.
 * What must hold: the job never fails, each record is accounted for, memory and state are bounded,
 * and the honest stations' alerts are those of an undisturbed run.
 */
final class HostileRun {
  private static final int PARTITIONS = 3;
  private static final int SUBTASKS = 2;
  private static final Duration STORM = Duration.ofHours(3);
  private static final Duration BOUND = Duration.ofMinutes(10);

  private final Path folder;
  private final StationLimits limits;
  private final Instant end = Instant.now().minus(Duration.ofMinutes(15));
  private final PipelineSettings pipeline = PipelineSettings.defaults().inOrder();

  private long heap;
  private long heapLookedAt = System.nanoTime();

  /**
   * What was seen.
   *
   * @param rejected by reason, as on the rejected topic
   * @param questions requests to the schema registry
   * @param heap most bytes in use after a collection, looked at all the while
   * @param state bytes of the last checkpoint
   */
  record Outcome(
      long sent,
      long observations,
      long late,
      long duplicates,
      Map<String, Integer> rejected,
      int alerts,
      int questions,
      long heap,
      long state,
      Duration took) {}

  HostileRun(Path folder, StationLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Runs it.
   *
   * @param payloads of all kinds, about
   * @param strangers reports of as many stations
   */
  Outcome run(int payloads, int strangers) throws Exception {
    List<Observation> storm =
        StormSimulator.observations(
                SimulationSettings.DEFAULT
                    .withStations(20)
                    .withStart(end.minus(STORM))
                    .withDuration(STORM)
                    .withFeed(FeedSettings.PERFECT))
            .sorted(Comparator.comparingLong(Observation::timeMillis))
            .toList();
    List<String> expected = undisturbed(storm);
    assertThat(expected).as("the storm is worth the test").hasSizeGreaterThan(10);

    SharedKafka kafka = SharedKafka.emptied();
    try (StubRegistry registry = StubRegistry.start()) {
      PublishSettings publish = PublishSettings.defaults(kafka.bootstrapServers());
      createTopics(publish);
      try (LocalCluster cluster = LocalCluster.start(SUBTASKS);
          HostileFeed feed =
              new HostileFeed(kafka.bootstrapServers(), registry.url(), PARTITIONS)) {
        Instant started = Instant.now();
        JobID job =
            cluster.submit(
                DetectionJob.define(detection(publish, registry.url()), rules()), Optional.empty());
        introduce(feed, storm, cluster.counts());
        send(feed, storm, payloads, strangers);
        awaitAll(cluster, job, feed.sent());
        Duration took = Duration.between(started, Instant.now());
        cluster.checkpoint(job, Duration.ofMinutes(2));
        Instant limit = Instant.now().plusSeconds(60);
        while (!alerts(publish).containsAll(expected) && Instant.now().isBefore(limit)) {
          cluster.checkpoint(job, Duration.ofMinutes(1));
        }
        assertThat(alerts(publish)).isEqualTo(expected);
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
        assertThat((long) registry.questions())
            .as("whatever ids come")
            .isLessThanOrEqualTo(SUBTASKS * (210 + 10 * took.toSeconds()));
        return outcome(cluster.counts(), feed, registry.questions(), publish, took);
      }
    }
  }

  private void createTopics(PublishSettings publish) throws Exception {
    try (TopicAdmin topics = TopicAdmin.open(publish, Duration.ofSeconds(30))) {
      assertThat(
              topics
                  .ensure(BothJobs.needs(publish, IngestSettings.DEFAULT_TOPIC, PARTITIONS))
                  .problems())
          .isEmpty();
    }
    ConfigResource observations =
        new ConfigResource(ConfigResource.Type.TOPIC, IngestSettings.DEFAULT_TOPIC);
    ConfigEntry large = new ConfigEntry("max.message.bytes", String.valueOf(32 << 20));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", publish.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(observations, List.of(new AlterConfigOp(large, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  /** A running engine knows its stations before anybody invents others. */
  private void introduce(HostileFeed feed, List<Observation> storm, JobCounts counts) {
    storm.stream()
        .filter(o -> o.timeMillis() < storm.get(0).timeMillis() + BOUND.toMillis())
        .forEach(feed::honest);
    feed.flush();
    await("honest stations", Duration.ofMinutes(1), () -> observations(counts) == feed.sent());
  }

  /** Both kinds of hostile records spread evenly over the storm. */
  private void send(HostileFeed feed, List<Observation> storm, int payloads, int strangers) {
    int done = 0;
    for (Observation report : storm) {
      feed.honest(report);
      lookAtHeap();
      done++;
      feed.hostile(share(payloads, done, storm.size()), report.timeMillis());
      feed.strangers(share(strangers, done, storm.size()), report.timeMillis());
    }
    long tick = storm.get(storm.size() - 1).timeMillis() + BOUND.toMillis() + 60_000;
    feed.everywhere(tick);
    feed.flush();
  }

  private static int share(int all, int part, int parts) {
    return (int) ((long) all * part / parts - (long) all * (part - 1) / parts);
  }

  private void awaitAll(LocalCluster cluster, JobID job, long sent) {
    JobCounts counts = cluster.counts();
    await(
        "all records",
        Duration.ofSeconds(60 + sent / 2_000),
        () -> observations(counts) + rejected(counts) >= sent || hasFailed(cluster, job));
    assertThat(observations(counts) + rejected(counts)).isEqualTo(sent);
  }

  private static boolean hasFailed(LocalCluster cluster, JobID job) {
    try {
      return cluster.status(job) != JobStatus.RUNNING && cluster.status(job) != JobStatus.CREATED;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long observations(JobCounts counts) {
    return counts.sum("observations_in");
  }

  private static long rejected(JobCounts counts) {
    return counts.sum("observations_rejected");
  }

  /** Holds the rejected topic, record by record, against what was sent. */
  private Outcome outcome(
      JobCounts counts, HostileFeed feed, int questions, PublishSettings publish, Duration took)
      throws IOException {
    Map<String, Integer> reasons = new TreeMap<>();
    BitSet[] seen = {new BitSet(), new BitSet(), new BitSet()};
    CommittedRecords.forEach(
        publish.bootstrapServers(),
        publish.topics().rejected(),
        record -> {
          int partition = Integer.parseInt(header(record, "petrel-source-partition"));
          int offset = Integer.parseInt(header(record, "petrel-source-offset"));
          String reason = header(record, "petrel-reason");
          assertThat(seen[partition].get(offset)).as("told twice").isFalse();
          seen[partition].set(offset);
          if (record.headers().lastHeader("petrel-cut") == null) {
            assertThat(HostileFeed.checksum(record.value()))
                .isEqualTo(feed.checksum(partition, offset));
          }
          if (feed.observations(partition).get(offset)) {
            assertThat(reason).startsWith("too-many-");
          }
          reasons.merge(reason, 1, Integer::sum);
        });
    for (int partition = 0; partition < PARTITIONS; partition++) {
      BitSet missing = (BitSet) feed.mustBeRejected(partition).clone();
      missing.andNot(seen[partition]);
      assertThat(missing.isEmpty()).as("taken, or lost: " + missing).isTrue();
    }
    long rejected = reasons.values().stream().mapToLong(Integer::longValue).sum();
    assertThat(observations(counts) + rejected).as("the sum of all").isEqualTo(feed.sent());
    int[] late = new int[1];
    CommittedRecords.forEach(
        publish.bootstrapServers(), publish.topics().late(), record -> late[0]++);
    assertThat(counts.sum("observations_late")).isEqualTo(late[0]);
    return new Outcome(
        feed.sent(),
        observations(counts),
        late[0],
        counts.sum("observations_duplicate"),
        reasons,
        alerts(publish).size(),
        questions,
        heap,
        bytes(folder.resolve("checkpoints")),
        took);
  }

  private static String header(
      org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** Now and then, as a collection stops everything. */
  private void lookAtHeap() {
    if (System.nanoTime() - heapLookedAt > TimeUnit.SECONDS.toNanos(10)) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap = Math.max(heap, runtime.totalMemory() - runtime.freeMemory());
      heapLookedAt = System.nanoTime();
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toFile).filter(java.io.File::isFile).mapToLong(f -> f.length()).sum();
    }
  }

  private DetectionSettings detection(PublishSettings publish, String registry) throws IOException {
    Path watched = Files.createDirectories(folder.resolve("rules"));
    for (RuleFile file : rules().files()) {
      Files.writeString(watched.resolve(file.name()), file.text());
    }
    return new DetectionSettings(
        new EngineSettings(
            SUBTASKS,
            EngineSettings.StateBackend.ROCKSDB,
            Duration.ofSeconds(2),
            folder.resolve("checkpoints").toUri().toString()),
        new IngestSettings(
            publish.bootstrapServers(),
            IngestSettings.DEFAULT_TOPIC,
            "hostile",
            StartFrom.EARLIEST,
            false,
            ReportDelays.of(BOUND),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            limits,
            Map.of(),
            new WireSettings(List.of(), registry, false)),
        watched,
        Duration.ofSeconds(30),
        pipeline,
        publish);
  }

  private static RuleSetUpdate rules() throws IOException {
    return new RuleSetUpdate(0, RuleFolder.read(Path.of("rules")).files());
  }

  /** The same observations once, in one task, without Kafka and without anybody else. */
  private List<String> undisturbed(List<Observation> storm) throws Exception {
    Path file = folder.resolve("storm.avro");
    try (OutputStream out = Files.newOutputStream(file);
        ObservationFileWriter writer = ObservationFileWriter.to(out, file.toString())) {
      for (Observation observation : storm) {
        writer.write(observation);
      }
    }
    return honest(WholeBacktest.of(file, rules().files(), pipeline).alerts().stream());
  }

  private List<String> alerts(PublishSettings publish) {
    AlertAvro avro = new AlertAvro();
    return honest(
        CommittedRecords.of(publish.bootstrapServers(), publish.topics().alerts()).stream()
            .map(record -> ((Decoded.Value<Alert>) avro.decode(record.value())).value()));
  }

  /** Records about honest stations, up to the end of the storm. */
  private List<String> honest(Stream<Alert> alerts) {
    return alerts
        .filter(alert -> alert.sentMillis() <= end.toEpochMilli())
        .filter(alert -> alert.places().stream().allMatch(p -> p.stationId().startsWith("sim:")))
        .sorted(Comparator.comparing(Alert::identifier))
        .map(AlertJson::line)
        .toList();
  }

  private void await(String what, Duration limit, BooleanSupplier fulfilled) {
    Waiting.await(
        what,
        limit,
        () -> {
          lookAtHeap();
          return fulfilled.getAsBoolean();
        });
  }
}
