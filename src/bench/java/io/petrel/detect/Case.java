package io.petrel.detect;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;

/**
 * A thing to measure, written {@code engine/mix/rules/stations/backend/parallelism}. One runs at a
 * time in a JVM.
 */
record Case(String engine, String mix, int rules, int stations, String backend, int parallelism) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Marks of the run that goes on; written by its source. */
  private static volatile Marks marks = new Marks();

  static Case parse(String text) {
    String[] parts = text.split("/", -1);
    return new Case(
        parts[0],
        parts[1],
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        parts[4],
        Integer.parseInt(parts[5]));
  }

  @Override
  public String toString() {
    return "%s/%s/%d/%d/%s/%d".formatted(engine, mix, rules, stations, backend, parallelism);
  }

  /**
   * What a run has brought.
   *
   * @param cpuSecondsPerMillion of the whole process, with garbage collection and compilation
   * @param allocatedBytes per observation, by the threads that detect
   * @param fingerprint of the matches
   */
  record Result(
      double perSecond,
      double cpuSecondsPerMillion,
      double allocatedBytes,
      long matches,
      long fingerprint) {}

  /** Where a run was when. */
  private static final class Marks {
    volatile long begunNanos;
    volatile long begunCpu;
    volatile long begunBytes;
    volatile long endBytes;

    void begin() {
      begunBytes = allocated();
      begunCpu = SYSTEM.getProcessCpuTime();
      begunNanos = System.nanoTime();
    }

    static long allocated() {
      long sum = 0;
      for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
        if (thread != null && thread.getThreadName().startsWith("detect")) {
          sum += THREADS.getThreadAllocatedBytes(thread.getThreadId());
        }
      }
      return sum;
    }

    /** Before the threads that allocated are gone. */
    void end() {
      endBytes = allocated();
    }
  }

  /**
   * Runs it, after the rounds that fill the windows.
   *
   * @param measured observations
   */
  Result run(long measured) throws Exception {
    Path folder = Files.createTempDirectory("bench");
    Marks marks = new Marks();
    Case.marks = marks;
    Engines.forget();
    StreamExecutionEnvironment env = environment(folder);
    long warm = (long) Workload.WARM_ROUNDS * stations;
    List<RuleFile> files = Workload.rules(mix, rules);
    Engines.add(engine, env, source(env, stations, warm, warm + measured), files);
    env.execute();
    double seconds = (System.nanoTime() - marks.begunNanos) / 1e9;
    double cpu = (SYSTEM.getProcessCpuTime() - marks.begunCpu) / 1e9;
    double bytes = marks.endBytes - marks.begunBytes;
    FileUtils.deleteDirectory(folder.toFile());
    return new Result(
        measured / seconds,
        cpu * 1e6 / measured,
        bytes / measured,
        Engines.matches(),
        Engines.fingerprint());
  }

  private StreamExecutionEnvironment environment(Path folder) {
    Configuration conf = new Configuration();
    conf.setString("state.backend.type", backend);
    conf.setString("execution.checkpointing.interval", "10 s");
    conf.setString("execution.checkpointing.incremental", "true");
    conf.setString("execution.checkpointing.dir", folder.toUri().toString());
    conf.setString("taskmanager.memory.managed.size", "512m");
    conf.setString("taskmanager.memory.network.min", "256m");
    conf.setString("taskmanager.memory.network.max", "256m");
    conf.setString("taskmanager.numberOfTaskSlots", String.valueOf(parallelism));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.setParallelism(parallelism);
    env.getConfig().setAutoWatermarkInterval(20);
    return env;
  }

  private static DataStream<Observation> source(
      StreamExecutionEnvironment env, int stations, long warm, long events) {
    return env.fromSequence(0, events - 1)
        .setParallelism(1)
        .map(
            index -> {
              if (index == warm) {
                marks.begin();
              } else if (index == events - 1) {
                marks.end();
              }
              return Workload.observation(index, stations);
            },
            new StockType())
        .setParallelism(1)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Observation>forGenerator(context -> new Punctuated(events))
                .withTimestampAssigner((observation, time) -> observation.timeMillis()))
        .setParallelism(1);
  }

  /** The same watermarks in every run, and the last one at the last observation. */
  private static final class Punctuated implements WatermarkGenerator<Observation> {
    private final long events;
    private long seen;

    Punctuated(long events) {
      this.events = events;
    }

    @Override
    public void onEvent(Observation observation, long time, WatermarkOutput output) {
      if (++seen % 200 == 0 || seen == events) {
        output.emitWatermark(new Watermark(time));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
