package io.petrel.cli;

import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.kafka.ObservationProducer;
import io.petrel.cli.kafka.TopicReader;
import io.petrel.embedded.EmbeddedKafka;
import io.petrel.embedded.EmbeddedMailServer;
import io.petrel.embedded.MailFolder;
import io.petrel.weather.Observation;
import io.petrel.wire.avro.WireSettings;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;

/**
 * How long it takes from the report of one station's gust to its alert, for a read_committed
 * consumer and at the SMTP server, while 1,000 stations report every minute. Broker and engine have
 * a process each; the settings and rules are the shipped ones, the delivery exactly-once and then
 * at-least-once. The gusts come at random times, each at a station that has had none.
 *
 * <p>Options, as system properties: {@code gusts} (60), {@code stations} (1000), {@code patience}
 * (60) seconds to wait for the last alert, {@code seed}; {@code report-delay} and {@code
 * idle-timeout} for an engine that waits for the watermark, and {@code emit}.
 */
public final class LatencyBenchmark {
  private static final int WARM_UP = 5;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Path HOME = Path.of("").toAbsolutePath();

  private final int gusts = Integer.getInteger("gusts", 60);
  private final int stations = Integer.getInteger("stations", 1000);
  private final long patienceNanos = Integer.getInteger("patience", 60) * SECOND;
  private final Random random = new Random(Long.getLong("seed", 17));
  private final Path folder;

  private LatencyBenchmark(Path folder) {
    this.folder = folder;
    if (gusts < 1 || gusts + WARM_UP > stations) {
      throw new IllegalArgumentException(
          "gusts is %d, allowed: 1 to %d".formatted(gusts, stations - WARM_UP));
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("petrel-latency");
    System.out.printf("%-32s %6s %9s %9s %9s%n", "from send, ms", "n", "p50", "p99", "max");
    boolean all = true;
    try {
      for (String delivery : List.of("exactly-once", "at-least-once")) {
        all &= new LatencyBenchmark(folder.resolve(delivery)).run(delivery);
      }
    } finally {
      delete(folder);
    }
    System.exit(all ? 0 : 1);
  }

  /** Prints two lines of the table; false if an alert or a mail did not come. */
  private boolean run(String delivery) throws Exception {
    Files.createDirectories(folder);
    int port = freePort();
    Arrivals mails = new Arrivals();
    Arrivals alerts = new Arrivals();
    long[] sent = new long[WARM_UP + gusts];
    try (EmbeddedMailServer mail =
            EmbeddedMailServer.start(
                new MailFolder(folder.resolve("mails"), InstantSource.system()));
        ChildProcess kafka =
            new ChildProcess(
                "kafka", EmbeddedKafka.class.getName(), folder + "/kafka", String.valueOf(port))) {
      mail.onReceived(stored -> mails.add(stored.subject()));
      Brokers brokers = Brokers.at("127.0.0.1:" + port);
      kafka.await("an answer", () -> answers(brokers));
      Path config = config(port, mail.port(), delivery);
      try (ChildProcess engine =
          new ChildProcess("engine", "io.petrel.Main", "run", "--config", config.toString())) {
        engine.await("'Petrel runs'", () -> engine.said("Petrel runs:"));
        try (ObservationProducer producer =
                new ObservationProducer(brokers, "petrel.observations", WireSettings.DEFAULTS);
            AlertWatch watch = new AlertWatch(brokers, alerts)) {
          new Feed(producer).run(sent, () -> alerts.hasAll() && mails.hasAll());
        }
      }
    }
    print(delivery + ", consumer", sent, alerts);
    print(delivery + ", SMTP server", sent, mails);
    return alerts.hasAll() && mails.hasAll();
  }

  private void print(String what, long[] sent, Arrivals arrivals) {
    long[] millis =
        IntStream.range(WARM_UP, sent.length)
            .filter(i -> arrivals.at.containsKey(i))
            .mapToLong(i -> TimeUnit.NANOSECONDS.toMillis(arrivals.at.get(i) - sent[i]))
            .sorted()
            .toArray();
    if (millis.length == 0) {
      System.out.printf("%-32s %6d  none came%n", what, 0);
      return;
    }
    System.out.printf(
        "%-32s %6d %,9d %,9d %,9d%s%n",
        what,
        millis.length,
        quantile(millis, 0.5),
        quantile(millis, 0.99),
        millis[millis.length - 1],
        millis.length < gusts ? "  %d did not come".formatted(gusts - millis.length) : "");
  }

  /** The nearest rank: of 60, the 99th percentile is the largest. */
  private static long quantile(long[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  private Path config(int kafkaPort, int mailPort, String delivery) throws IOException {
    Files.writeString(
        folder.resolve("subscriptions.yaml"),
        """
        subscriptions:
          - name: bench
            to: bench@example.org
            when: rule == "severe-gust"
            limit: 1000
        """);
    String ingest =
        Stream.of("report-delay", "idle-timeout")
            .filter(key -> System.getProperty(key) != null)
            .map(key -> key + ": " + System.getProperty(key))
            .collect(Collectors.joining(", ", "ingest: {", "}\n"));
    String emit = System.getProperty("emit");
    return Files.writeString(
        folder.resolve("petrel.yaml"),
        """
        kafka: {bootstrap-servers: "127.0.0.1:%d"}
        rules: {folder: %s}
        publish: {delivery: %s}
        mail: {host: 127.0.0.1, port: %d, tls: none, subscriptions: subscriptions.yaml}
        engine: {data-folder: data, checkpoint-folder: data/checkpoints}
        """
                .formatted(kafkaPort, HOME.resolve("rules"), delivery, mailPort)
            + ingest
            + (emit == null ? "" : "detect: {emit: %s}\n".formatted(emit)));
  }

  private static boolean answers(Brokers brokers) {
    try {
      brokers.requireAnswer();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String stationName(int station) {
    return String.format(Locale.ROOT, "Mast-%04d", station);
  }

  /** Reports of all stations spread over each minute, and the gusts among them. One thread. */
  private final class Feed {
    private final ObservationProducer producer;
    private final long begin = System.nanoTime();
    private long reports;

    Feed(ObservationProducer producer) {
      this.producer = producer;
    }

    /** Sends the gusts; then calm reports until all has come, or patience is over. */
    void run(long[] sent, BooleanSupplier done) {
      calmUntil(begin + 10 * SECOND, () -> false);
      for (int gust = 0; gust < sent.length; gust++) {
        sent[gust] = System.nanoTime();
        producer.send(report(gust, 30), List.of());
        calmUntil(sent[gust] + SECOND + (long) (random.nextDouble() * 2 * SECOND), () -> false);
      }
      calmUntil(System.nanoTime() + patienceNanos, done);
      producer.flush();
    }

    private void calmUntil(long end, BooleanSupplier done) {
      long between = 60 * SECOND / stations;
      while (System.nanoTime() < end && !done.getAsBoolean()) {
        long due = begin + reports * between;
        if (due > end) {
          sleepUntil(end);
          return;
        }
        sleepUntil(due);
        producer.send(report((int) (reports++ % stations), 5), List.of());
      }
    }

    private Observation report(int station, double gust) {
      return Observation.at("bench:" + station, Clock.systemUTC().millis())
          .stationName(stationName(station))
          .set("wind_gust_ms", gust)
          .set("wind_speed_ms", 4)
          .set("pressure_hpa", 1013)
          .set("temperature_c", 12)
          .build();
    }
  }

  private static void sleepUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** When what tells of a station's gust came first. */
  private final class Arrivals {
    private final Map<Integer, Long> at = new ConcurrentHashMap<>();

    void add(String text) {
      long now = System.nanoTime();
      int name = text.indexOf("Mast-");
      if (name >= 0) {
        at.putIfAbsent(Integer.parseInt(text.substring(name + 5, name + 9)), now);
      }
    }

    boolean hasAll() {
      return at.size() >= WARM_UP + gusts;
    }
  }

  /** A read_committed consumer of the alerts, on a thread of its own. */
  private static final class AlertWatch implements AutoCloseable {
    private final AtomicBoolean ends = new AtomicBoolean();
    private final Thread thread;

    AlertWatch(Brokers brokers, Arrivals arrivals) {
      thread =
          new Thread(
              () -> {
                try (TopicReader reader = TopicReader.fromBeginning(brokers, "petrel.alerts")) {
                  while (!ends.get()) {
                    reader.poll(
                        Duration.ofMillis(100),
                        record -> arrivals.add(new String(record.value(), StandardCharsets.UTF_8)));
                  }
                } catch (InterruptException e) {
                  Thread.currentThread().interrupt();
                }
              },
              "alerts");
      thread.start();
    }

    @Override
    public void close() throws InterruptedException {
      ends.set(true);
      thread.join(10_000);
    }
  }

  /** A JVM with the classes of the release; it ends with this one. */
  private final class ChildProcess implements AutoCloseable {
    private final String name;
    private final Process process;

    ChildProcess(String name, String... command) throws IOException {
      this.name = name;
      List<String> java =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx1g",
                  "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve(name + "-tmp")),
                  "--add-opens=java.base/java.util=ALL-UNNAMED",
                  "-Dpetrel.home=" + HOME,
                  "-cp",
                  Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                      .filter(entry -> !entry.contains("test-classes"))
                      .collect(Collectors.joining(File.pathSeparator))));
      java.addAll(Arrays.asList(command));
      process =
          new ProcessBuilder(java)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(name + ".out").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    boolean said(String text) {
      return output().contains(text);
    }

    private String output() {
      try {
        return Files.readString(folder.resolve(name + ".out"));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void await(String what, BooleanSupplier condition) throws TimeoutException {
      long end = System.nanoTime() + START.toNanos();
      while (!condition.getAsBoolean()) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new TimeoutException("no %s of the %s:%n%s".formatted(what, name, output()));
        }
        sleepUntil(System.nanoTime() + SECOND / 5);
      }
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
