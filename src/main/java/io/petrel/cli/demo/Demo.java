package io.petrel.cli.demo;

import io.petrel.alert.Alert;
import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.kafka.ObservationProducer;
import io.petrel.cli.kafka.TopicReader;
import io.petrel.cli.run.EngineMonitor;
import io.petrel.cli.run.JobPreflight;
import io.petrel.cli.run.StopSignal;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.engine.JobCounts;
import io.petrel.monitor.MonitorSettings;
import io.petrel.rule.RuleFile;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.WireSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A running demo, from the topics' creation to the summary. */
final class Demo {
  /** The simulation never ends by itself. */
  private static final Duration ENDLESS = Duration.ofDays(3650);

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration CHECKPOINT_LIMIT = Duration.ofSeconds(20);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(40);

  /** Number of checkpoints without a change after which the demo counts as idle. */
  private static final int QUIET_ROUNDS = 3;

  private final Terminal terminal;
  private final DemoFolder folder;
  private final DemoSystem system;
  private final Path rulesFolder;
  private final List<RuleFile> rules;
  private final double speed;
  private final boolean json;
  private final int monitorPort;
  private final Clock clock = Clock.systemUTC();
  private final DemoSummary summary = new DemoSummary();
  private final AtomicLong shown = new AtomicLong();
  private final AtomicLong firstAlertMillis = new AtomicLong();

  Demo(
      Terminal terminal,
      DemoFolder folder,
      DemoSystem system,
      Path rulesFolder,
      List<RuleFile> rules,
      double speed,
      boolean json,
      int monitorPort) {
    this.terminal = terminal;
    this.folder = folder;
    this.system = system;
    this.rulesFolder = rulesFolder;
    this.rules = List.copyOf(rules);
    this.speed = speed;
    this.json = json;
    this.monitorPort = monitorPort;
  }

  /**
   * Runs until the limit or the signal.
   *
   * @param limit null = until the signal
   */
  int run(StopSignal stop, @Nullable Duration limit) throws IOException, InterruptedException {
    Config config = folder.configure(system, rulesFolder, terminal);
    JobPreflight.requireTopics(config);
    // The broker is this process's own, so whoever left a lease there is dead.
    JobPreflight.requireNoOther(config, process -> true);
    AlertScreen screen = screen(config);
    SimulatedFeed feed = feed(config);
    MonitorSettings monitored = new MonitorSettings(MonitorSettings.LOOPBACK, monitorPort);
    try (EngineMonitor monitor = EngineMonitor.start(monitored, system.engine(), config)) {
      printStart(monitor.url());
      JobPreflight.start(system.engine(), config, rules, JobPreflight.subscriptions(config));
      screen.start();
      feed.start();
      watch(stop, limit, screen, feed);
      feed.end();
      drain(config);
      screen.end();
    }
    return printEnd(config, feed);
  }

  private AlertScreen screen(Config config) {
    String topic = config.alertsTopic();
    TopicReader reader =
        folder.isNew()
            ? TopicReader.fromBeginning(system.brokers(), topic)
            : TopicReader.fromEnd(system.brokers(), topic);
    return new AlertScreen(
        terminal,
        reader,
        json,
        alert -> {
          firstAlertMillis.compareAndSet(0, clock.millis());
          shown.incrementAndGet();
        });
  }

  private SimulatedFeed feed(Config config) {
    String topic = config.observationsTopic();
    return new SimulatedFeed(
        new StormSimulator(
            SimulationSettings.DEFAULT.withSeed(folder.seed()).withDuration(ENDLESS)),
        new ObservationProducer(system.brokers(), topic, WireSettings.DEFAULTS),
        speed,
        clock,
        SimulatedFeed.countPublished(system.brokers(), topic));
  }

  private void watch(
      StopSignal stop, @Nullable Duration limit, AlertScreen screen, SimulatedFeed feed)
      throws InterruptedException {
    long end = limit == null ? Long.MAX_VALUE : clock.millis() + limit.toMillis();
    while (clock.millis() < end && !stop.await(LOOK)) {
      requireAlive(screen, feed);
      terminal.progress(
          "simulated time %s | %,d observations | %,d alerts | %,d mails"
              .formatted(
                  minutes(feed.timeMillis()), feed.sent(), shown.get(), system.mail().received()));
    }
  }

  private void requireAlive(AlertScreen screen, SimulatedFeed feed) throws InterruptedException {
    RuntimeException failure = feed.failure() == null ? screen.failure() : feed.failure();
    if (failure != null) {
      throw failure;
    }
    var ended = system.engine().ended();
    if (!ended.isEmpty()) {
      throw CommandFailure.failed(
          "a job ended (%s); the log says why: %s".formatted(ended, folder.log()));
    }
  }

  /** Waits until all that was published has reached the topics and the mail folder. */
  private void drain(Config config) throws InterruptedException {
    long end = clock.millis() + DRAIN_LIMIT.toMillis();
    long last = -1;
    int quiet = 0;
    while (quiet < QUIET_ROUNDS && clock.millis() < end) {
      try {
        system.engine().checkpoint(CHECKPOINT_LIMIT);
      } catch (TimeoutException | IllegalStateException e) {
        terminal.note("some work was not finished: " + FaultMessages.causes(e));
        return;
      }
      long lag = system.brokers().lag(config.detectionGroup(), config.observationsTopic());
      long now = shown.get() + system.mail().received();
      quiet = lag == 0 && now == last ? quiet + 1 : 0;
      last = now;
      Thread.sleep(200);
    }
  }

  private void printStart(String monitor) {
    String bootstrap = system.kafka().bootstrapServers();
    terminal.note(
        """
        Petrel demo: a simulated storm, %s times as fast as a real one; %d rules from %s
          broker   %s   (petrel alerts --follow --bootstrap %s)
          mails    %s
          log      %s
          monitor  %s/metrics
        %s\
        """
            .formatted(
                number(speed),
                rules.size(),
                rulesFolder,
                bootstrap,
                bootstrap,
                folder.mails(),
                folder.log(),
                monitor,
                folder.isNew()
                    ? "Ctrl-C stops it."
                    : "It resumes where it stopped. Ctrl-C stops it."));
  }

  private int printEnd(Config config, SimulatedFeed feed) throws IOException {
    Brokers brokers = system.brokers();
    summary.observations(TopicReader.count(brokers, config.observationsTopic()));
    summary.rejected(TopicReader.count(brokers, config.rejectedTopic()));
    summary.late(TopicReader.count(brokers, config.lateTopic()));
    countAlerts(config);
    summary.mails(system.mail().folder().list().size());
    JobCounts counts = system.engine().counts();
    DemoSummary.Counted counted =
        new DemoSummary.Counted(
            counts.sum("matches"),
            counts.sum("matches_suppressed"),
            counts.sum("observations_duplicate"),
            counts.sum("observations_corrected"));
    if (json) {
      terminal.line(summary.json(counted).toString());
      return ExitCode.OK;
    }
    terminal.line("");
    terminal.line(
        "Stopped at simulated time %s.%s%s"
            .formatted(
                minutes(feed.timeMillis()),
                firstAlert(),
                folder.isNew() ? "" : " Matches, duplicates and corrections are this run's."));
    summary.lines(counted).forEach(terminal::line);
    terminal.line("  in " + folder.path());
    return ExitCode.OK;
  }

  private void countAlerts(Config config) {
    AlertAvro avro = new AlertAvro();
    try (TopicReader reader = TopicReader.fromBeginning(system.brokers(), config.alertsTopic())) {
      reader.readToEnd(
          record -> {
            if (avro.decode(record.value()) instanceof Decoded.Value<Alert> value) {
              summary.add(value.value());
            }
          });
    }
  }

  private String firstAlert() {
    long first = firstAlertMillis.get();
    if (first == 0) {
      return "";
    }
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    return " First alert on the screen %.1f s after the start.".formatted((first - start) / 1000.0);
  }

  private static String minutes(long millis) {
    return millis == 0
        ? "-"
        : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MINUTES).toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%,.0f".formatted(value) : String.valueOf(value);
  }
}
