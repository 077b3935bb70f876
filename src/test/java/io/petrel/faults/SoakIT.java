package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both jobs in one JVM for long: {@code mvn verify -Pfaults -Dit.test=SoakIT}, {@code
 * -Dpetrel.soak.minutes=30}. Event time runs 900 times as fast as the clock, so half an hour is 19
 * days. A rule is edited every half minute, the broker and the JVM are killed now and then. What
 * the process takes, the transactional ids and the state must not grow. The table is in {@code
 * target/soak.txt}.
 */
@Tag("faults")
@Timeout(7200)
class SoakIT {
  private static final long SEED = Long.getLong("petrel.seed", 20261130);
  private static final Duration LENGTH =
      Duration.ofMinutes(Integer.getInteger("petrel.soak.minutes", 30));
  private static final Duration BETWEEN_EDITS = Duration.ofSeconds(30);

  /** Of the rounds, one every half minute: these kill the broker, and these the JVM. */
  private static final int BROKER_EVERY = 9;

  private static final int JVM_EVERY = 20;

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  /**
   * One look at the system.
   *
   * @param sinceStart of the JVM
   * @param heapBytes after a collection
   */
  private record Sample(
      Duration at,
      Duration sinceStart,
      long heapBytes,
      long residentBytes,
      long threads,
      long files,
      long transactionalIds,
      long checkpointBytes) {
    String row() {
      return String.format(
          Locale.ROOT,
          "%6.1f min | %6.1f min | %7.1f MB | %7.1f MB | %7d | %5d | %3d | %8.1f kB",
          at.toMillis() / 60_000.0,
          sinceStart.toMillis() / 60_000.0,
          heapBytes / 1e6,
          residentBytes / 1e6,
          threads,
          files,
          transactionalIds,
          checkpointBytes / 1e3);
    }
  }

  @Test
  void nothingGrowsInAStormOfWeeks() throws Exception {
    List<Sample> samples = new ArrayList<>();
    try (World world = new World(folder, SEED)) {
      world.startOneJvm(SEED);
      try (FaultRun run = new FaultRun(world, SEED)) {
        run.awaitFlow();
        long begin = System.nanoTime();
        long started = begin;
        for (int round = 1; since(begin).compareTo(LENGTH) < 0; round++) {
          world.pause(BETWEEN_EDITS.toMillis());
          run.inject(List.of(FaultKind.RULE_EDITED));
          if (round % 4 == 0) {
            samples.add(sample(world, since(begin), since(started)));
          }
          if (round % BROKER_EVERY == 0) {
            run.inject(List.of(FaultKind.BROKER_KILLED));
          }
          if (round % JVM_EVERY == 0) {
            run.inject(List.of(FaultKind.JVM_KILLED));
            started = System.nanoTime();
          }
        }
        samples.add(sample(world, since(begin), since(started)));
        run.compare();
        assertThat(run.result())
            .allMatch(row -> row.lost() == 0 && row.duplicated() == 0)
            .allMatch(row -> row.mailsLost() == 0 && row.mailsDoubled() == 0);
      } finally {
        tell(samples);
      }
    }
    Sample first = samples.get(samples.size() / 4);
    Sample last = samples.get(samples.size() - 1);
    assertThat(last.heapBytes()).as("heap").isLessThan(first.heapBytes() * 3 / 2);
    assertThat(last.threads()).as("threads").isLessThan(first.threads() * 5 / 4 + 20);
    assertThat(last.files()).as("open files").isLessThan(first.files() * 5 / 4 + 50);
    assertThat(last.transactionalIds()).as("transactional ids").isLessThanOrEqualTo(40);
    assertThat(last.checkpointBytes())
        .as("state")
        .isLessThan(first.checkpointBytes() * 2 + 500_000);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static Sample sample(World world, Duration at, Duration sinceStart) throws Exception {
    Path process = Path.of("/proc", String.valueOf(world.engine().pid()));
    List<String> status = Files.readAllLines(process.resolve("status"));
    try (Stream<Path> files = Files.list(process.resolve("fd"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", world.cluster().brokers()))) {
      return new Sample(
          at,
          sinceStart,
          heap(world.engine().pid()),
          number(status, "VmRSS") * 1024,
          number(status, "Threads"),
          files.count(),
          admin.listTransactions().all().get().size(),
          checkpointBytes(world.file("checkpoints")));
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** What both generations hold after a full collection. */
  private static long heap(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var unused = ChildProcess.run(Map.of(), jcmd, String.valueOf(pid), "GC.run");
    String info = ChildProcess.run(Map.of(), jcmd, String.valueOf(pid), "GC.heap_info");
    Matcher used = USED.matcher(info.substring(0, info.indexOf("Metaspace")));
    long bytes = 0;
    while (used.find()) {
      bytes += Long.parseLong(used.group(1)) * 1024;
    }
    return bytes;
  }

  /** Of all files in the folder: each job keeps a few checkpoints. */
  private static long checkpointBytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .mapToLong(
              file -> {
                try {
                  return Files.isRegularFile(file) ? Files.size(file) : 0;
                } catch (IOException e) {
                  return 0; // A checkpoint that was just dropped.
                }
              })
          .sum();
    } catch (java.io.UncheckedIOException e) {
      return 0;
    }
  }

  private static void tell(List<Sample> samples) throws IOException {
    StringBuilder table =
        new StringBuilder(
            "time       | JVM since  | heap       | resident   | threads | files | ids | checkpoints\n");
    samples.forEach(sample -> table.append(sample.row()).append('\n'));
    Files.writeString(Path.of("target/soak.txt"), table);
    System.out.println(table);
  }
}
