package io.petrel.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker of one node in this JVM (KRaft, no ZooKeeper), on the loopback address. Its
 * data folder survives: a broker that is started again on the same folder, after a clean stop or a
 * kill, has its topics, offsets and transactions.
 *
 * <p>Start takes 2 s on a quiet machine, up to 10 s on a busy one. Methods may be called by any
 * thread.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final String WHAT = "Embedded Kafka broker";

  /** Between the choice of a free port and its use, another process may take it. */
  private static final int ATTEMPTS = 3;

  private final KafkaRaftServer server;
  private final DataFolderLock lock;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(KafkaRaftServer server, DataFolderLock lock, int port) {
    this.server = server;
    this.lock = lock;
    this.port = port;
  }

  /** Starts a broker on any free port. */
  public static EmbeddedKafka start(Path dataFolder) {
    return start(dataFolder, 0);
  }

  /**
   * Starts a broker and waits until it serves.
   *
   * @param dataFolder created if it is missing
   * @param port 1 to 65535, or 0 for any free one
   * @throws EmbeddedServerException if the port or the folder is in use, or the broker fails to
   *     start; nothing is left running
   */
  public static EmbeddedKafka start(Path dataFolder, int port) {
    return start(dataFolder, port, "PLAINTEXT", Map.of());
  }

  /**
   * Starts a broker for clients with another protocol.
   *
   * @param protocol such as {@code SASL_SSL}; also the name of the listener
   * @param security the broker's settings of the protocol, and of authorization
   */
  public static EmbeddedKafka start(
      Path dataFolder, int port, String protocol, Map<String, String> security) {
    if (port != 0) {
      Loopback.requireFree(WHAT, port);
    }
    DataFolderLock lock = DataFolderLock.take(dataFolder);
    for (int attempt = 1; ; attempt++) {
      try {
        int[] free = Loopback.freePorts(2);
        int brokerPort = port == 0 ? free[0] : port;
        Path logs = dataFolder.resolve("kafka").toAbsolutePath();
        Properties settings = BrokerSettings.of(logs, protocol, brokerPort, free[1]);
        settings.putAll(security);
        return new EmbeddedKafka(boot(logs, settings), lock, brokerPort);
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS) {
          lock.close();
          throw e;
        }
        LOG.warn("{}; tries again with other free ports", e.getMessage());
      }
    }
  }

  /** For a client's {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return Loopback.ADDRESS + ":" + port;
  }

  public int port() {
    return port;
  }

  /** Stops the broker, cleanly, and waits for it. The data folder stays. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.shutdown();
      server.awaitShutdown();
      lock.close();
    }
  }

  /**
   * Runs a broker as a process of its own until it is stopped: {@code EmbeddedKafka DATA_FOLDER
   * PORT}.
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: EmbeddedKafka DATA_FOLDER PORT (0 = any)");
    }
    EmbeddedKafka kafka = start(Path.of(args[0]), Integer.parseInt(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "embedded-kafka-stop"));
    LOG.info("{} serves {} from {}", WHAT, kafka.bootstrapServers(), args[0]);
    new CountDownLatch(1).await();
  }

  private static KafkaRaftServer boot(Path logs, Properties settings) {
    neverEndThisJvm();
    KafkaRaftServer server = null;
    try {
      format(logs);
      KafkaConfig config = KafkaConfig.fromProps(settings);
      server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return server;
    } catch (Exception e) {
      stopAfterFailedStart(server);
      throw new EmbeddedServerException(
          "%s: did not start on %s with its data in %s: %s"
              .formatted(WHAT, settings.getProperty("listeners"), logs, rootCause(e)),
          e);
    }
  }

  private static void format(Path logs) throws Exception {
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(logs);
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(nowhere)
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(logs.toString())
          .setMetadataLogDirectory(logs.toString())
          .setControllerListenerName("CONTROLLER")
          .setIgnoreFormatted(true)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
          .run();
    }
  }

  /** A broker that cannot continue ends its process, which here is not its own. */
  private static void neverEndThisJvm() {
    Exit.Procedure giveUp =
        (code, message) -> {
          throw new EmbeddedServerException(
              "%s gave up%s; the log has the cause"
                  .formatted(WHAT, message == null ? "" : ": " + message));
        };
    Exit.setExitProcedure(giveUp);
    Exit.setHaltProcedure(giveUp);
  }

  private static void stopAfterFailedStart(@Nullable KafkaRaftServer server) {
    try {
      if (server != null) {
        server.shutdown();
        server.awaitShutdown();
      }
    } catch (RuntimeException e) {
      LOG.warn("{} did not stop cleanly after a failed start", WHAT, e);
    }
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** The configuration of a single node: one process is broker and controller. */
  private static final class BrokerSettings {
    private BrokerSettings() {}

    /**
     * @param protocol of the listener for clients, such as {@code PLAINTEXT}
     */
    static Properties of(Path logs, String protocol, int port, int controllerPort) {
      Properties p = new Properties();
      String broker = protocol + "://" + Loopback.ADDRESS + ":" + port;
      p.setProperty("process.roles", "broker,controller");
      p.setProperty("node.id", "1");
      p.setProperty("controller.quorum.voters", "1@" + Loopback.ADDRESS + ":" + controllerPort);
      p.setProperty(
          "listeners", broker + ",CONTROLLER://" + Loopback.ADDRESS + ":" + controllerPort);
      p.setProperty("advertised.listeners", broker);
      p.setProperty(
          "listener.security.protocol.map", protocol + ":" + protocol + ",CONTROLLER:PLAINTEXT");
      p.setProperty("controller.listener.names", "CONTROLLER");
      p.setProperty("inter.broker.listener.name", protocol);
      p.setProperty("log.dirs", logs.toString());
      oneReplica(p);
      smallFootprint(p);
      retention(p);
      p.setProperty("auto.create.topics.enable", "false");
      p.setProperty("group.initial.rebalance.delay.ms", "0");
      // Flink's sink requests up to an hour; a broker's default is 15 minutes.
      p.setProperty("transaction.max.timeout.ms", "3600000");
      // After a kill, a restart waits until the old registration expires: 9 s by default.
      p.setProperty("broker.session.timeout.ms", "2000");
      p.setProperty("broker.heartbeat.interval.ms", "500");
      // No other broker can take over partitions.
      p.setProperty("controlled.shutdown.enable", "false");
      return p;
    }

    private static void oneReplica(Properties p) {
      p.setProperty("offsets.topic.replication.factor", "1");
      p.setProperty("offsets.topic.num.partitions", "1");
      p.setProperty("transaction.state.log.replication.factor", "1");
      p.setProperty("transaction.state.log.min.isr", "1");
      p.setProperty("transaction.state.log.num.partitions", "1");
      p.setProperty("share.coordinator.state.topic.replication.factor", "1");
      p.setProperty("share.coordinator.state.topic.min.isr", "1");
    }

    private static void smallFootprint(Properties p) {
      p.setProperty("num.network.threads", "1");
      p.setProperty("num.io.threads", "2");
      p.setProperty("background.threads", "2");
      p.setProperty("log.index.size.max.bytes", "1048576");
      // The cleaner's buffer is 128 MB by default. Compacted topics still need a cleaner.
      p.setProperty("log.cleaner.threads", "1");
      p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    }

    private static void retention(Properties p) {
      // By size, not by time: simulated reports have times in the past or the future.
      p.setProperty("log.retention.ms", "-1");
      p.setProperty("log.retention.bytes", "1073741824");
      p.setProperty("log.segment.bytes", "67108864");
      p.setProperty("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    }
  }
}
