package io.petrel.detect;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.engine.EngineSettings;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * How long an edit of one rule takes to count, what it does to the input, and how long an
 * observation takes to become a match, at half of what the engine can. One command: {@code
 * src/bench/run-edit}; options are system properties: {@code rules}, {@code stations}, {@code
 * seconds}, {@code backend}, {@code rate} (observations a second; without it, half of what a run
 * without a limit brings).
 *
 * <p>One rule, the one that is edited, matches every observation: by its matches, observations that
 * are lost or doubled are found by identity. Observations are in order and the watermark has no
 * bound, so latency is all the engine's own.
 */
public final class RuleEditBenchmark {
  private static final int RULES = Integer.getInteger("rules", 500);
  private static final int STATIONS = Integer.getInteger("stations", 1000);
  private static final int SECONDS = Integer.getInteger("seconds", 60);
  private static final long EDIT_EVERY_MILLIS = Long.getLong("every", 3000);
  private static final long LOOK_MILLIS = Long.getLong("look", 1000);
  private static final int WARM = Workload.WARM_ROUNDS * STATIONS;
  private static final String EDITED = "pulse";

  private static volatile Run current = new Run(0, 0);

  private RuleEditBenchmark() {}

  public static void main(String[] args) throws Exception {
    double rate = Double.parseDouble(System.getProperty("rate", "0"));
    if (rate == 0) {
      Run all =
          run(Double.POSITIVE_INFINITY, WARM + Integer.getInteger("calibrate", 300_000), false);
      rate = all.rate() / 2;
      System.out.printf(
          Locale.ROOT, "without a limit    %,.0f observations a second%n", all.rate());
    }
    int count = WARM + (int) (rate * SECONDS);
    System.out.printf(
        Locale.ROOT,
        "at half of it      %,.0f a second, %d rules, %d stations%n",
        rate,
        RULES,
        STATIONS);
    run(rate, count, false).print("no edits");
    run(rate, count, true).print("an edit every %d ms".formatted(EDIT_EVERY_MILLIS));
  }

  private static Run run(double rate, int count, boolean edits) throws Exception {
    Run run = new Run(rate, count);
    current = run;
    Path folder = Files.createTempDirectory("bench");
    Path rules = Files.createDirectories(folder.resolve("rules"));
    List<RuleFile> files = new ArrayList<>(Workload.rules("selective", RULES - 1));
    files.add(pulse(0));
    for (RuleFile file : files) {
      Files.writeString(rules.resolve(file.name()), file.text());
    }
    StreamExecutionEnvironment env = environment(folder);
    RuleSetUpdate initial = new RuleSetUpdate(0, files);
    RuleFolderSource.Watched watched =
        RuleFolderSource.watch(env, rules, Duration.ofMillis(LOOK_MILLIS), initial);
    Detector.detect(
            source(env, count),
            watched.updates(),
            initial,
            new DetectSettings(1000, 1, Duration.ofDays(30), 20_000))
        .detections()
        .map(RuleEditBenchmark::take, Types.BOOLEAN)
        .sinkTo(new DiscardingSink<>());
    JobClient job = env.executeAsync();
    run.warm.await();
    for (int edit = 1; edits && !run.done.await(EDIT_EVERY_MILLIS, TimeUnit.MILLISECONDS); edit++) {
      RuleFile file = pulse(edit);
      Path written = Files.writeString(folder.resolve("written"), file.text());
      run.edited(file.version());
      Files.move(written, rules.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
    }
    run.done.await();
    job.cancel().get();
    return run;
  }

  private static StreamExecutionEnvironment environment(Path folder) {
    Configuration conf = EngineSettings.pipelineConfiguration();
    conf.setString("state.backend.type", System.getProperty("backend", "rocksdb"));
    conf.setString("execution.checkpointing.interval", "10 s");
    conf.setString("execution.checkpointing.incremental", "true");
    conf.setString("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    conf.setString("taskmanager.memory.managed.size", "512m");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.setParallelism(1);
    return env;
  }

  private static RuleFile pulse(int edit) {
    return new RuleFile(
        EDITED + ".yaml",
        """
        rule: %s
        title: Benchmark
        severity: minor
        urgency: immediate
        certainty: observed
        category: met
        headline: Benchmark
        after-match: no-skip
        when: wind_speed_ms >= -%d.0
        """
            .formatted(EDITED, edit + 1));
  }

  private static DataStream<Observation> source(StreamExecutionEnvironment env, int count) {
    return env.fromSequence(0, count - 1)
        .map(
            index -> {
              current.awaitDue(index);
              return Workload.observation(index, STATIONS);
            },
            CodecTypeInfo.of(ObservationCodec.INSTANCE))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Observation>forGenerator(context -> new InOrder(count))
                .withTimestampAssigner((observation, time) -> observation.timeMillis()));
  }

  /** As production does: at intervals. And at the last one. */
  private static final class InOrder implements WatermarkGenerator<Observation> {
    private final int count;
    private int seen;
    private long newest;

    InOrder(int count) {
      this.count = count;
    }

    @Override
    public void onEvent(Observation observation, long time, WatermarkOutput output) {
      newest = time;
      if (++seen == count) {
        output.emitWatermark(new Watermark(newest));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(new Watermark(newest));
    }
  }

  private static boolean take(Detection detection) {
    if (detection instanceof Match match && match.rule().equals(EDITED)) {
      current.matched(match);
    }
    return true;
  }

  /** What one run has brought. Written by the job's threads, read when it is done. */
  private static final class Run {
    final double rate;
    final int count;
    final CountDownLatch warm = new CountDownLatch(1);
    final CountDownLatch done = new CountDownLatch(1);
    private final byte[] seen;
    private final float[] latencyMillis;
    private final List<Double> editSeconds = new ArrayList<>();
    private volatile String awaited = "";
    private volatile long editedAt;
    private volatile long startedAt;
    private long lastAt;
    private double longestPauseMillis;
    private int matched;
    private int stray;

    Run(double rate, int count) {
      this.rate = rate;
      this.count = count;
      this.seen = new byte[count];
      this.latencyMillis = new float[Math.max(0, count - WARM)];
    }

    void awaitDue(long index) {
      if (index < WARM) {
        return;
      }
      if (index == WARM) {
        startedAt = System.nanoTime();
        warm.countDown();
      }
      long due = due(index);
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
    }

    private long due(long index) {
      return startedAt + (long) ((index - WARM) * 1e9 / rate);
    }

    void edited(String version) {
      editedAt = System.nanoTime();
      awaited = version;
    }

    void matched(Match match) {
      long now = System.nanoTime();
      int index = Workload.index(match.stationId(), match.timeMillis(), STATIONS);
      if (index < 0 || index >= count) {
        stray++;
        return;
      }
      seen[index]++;
      if (match.ruleVersion().equals(awaited)) {
        awaited = "";
        editSeconds.add((now - editedAt) / 1e9);
      }
      if (index >= WARM) {
        latencyMillis[index - WARM] = (now - due(index)) / 1e6f;
        if (lastAt != 0) {
          longestPauseMillis = Math.max(longestPauseMillis, (now - lastAt) / 1e6);
        }
        lastAt = now;
      }
      if (++matched == count) {
        done.countDown();
      }
    }

    double rate() {
      return (count - WARM) * 1e9 / (lastAt - startedAt);
    }

    void print(String name) {
      int lost = 0;
      int doubled = 0;
      for (byte times : seen) {
        lost += times == 0 ? 1 : 0;
        doubled += Math.max(0, times - 1);
      }
      // The first seconds are those of the compiler.
      float[] steady =
          Arrays.copyOfRange(latencyMillis, latencyMillis.length / 4, latencyMillis.length);
      Arrays.sort(steady);
      double[] edits = editSeconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "%-18s in to out p50 %.0f ms, p99 %.0f ms, longest %.0f ms; longest pause %.0f ms;"
              + " lost %d, doubled %d%n",
          name,
          at(steady, 0.5),
          at(steady, 0.99),
          at(steady, 1),
          longestPauseMillis,
          lost + stray,
          doubled);
      if (edits.length > 0) {
        System.out.printf(
            Locale.ROOT,
            "%-18s edit to effect p50 %.2f s, p95 %.2f s, longest %.2f s, %d edits%n",
            "",
            edits[edits.length / 2],
            edits[(int) Math.ceil(0.95 * edits.length) - 1],
            edits[edits.length - 1],
            edits.length);
      }
    }

    private static double at(float[] sorted, double share) {
      return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }
  }
}
