package io.petrel.detect;

import com.sun.management.OperatingSystemMXBean;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.RuleSetUpdateCodec;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import io.petrel.weather.Variables;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * Throughput of detection against stock Flink CEP (one operator a rule) and two floors. One
 * command: {@code src/bench/run [CASE...]}; a case is {@code
 * engine/mix/rules/stations/backend/parallelism}.
 *
 * <p>Reports come every ten minutes from every station; the first 20 rounds (3 h 20) fill the
 * windows and are not measured. Numbers are medians of the runs, with their spread.
 */
public final class DetectBenchmark {
  private static final int WARM_ROUNDS = 20;
  private static final long START = 1_700_000_000_000L;
  private static final AtomicLong BEGUN_NANOS = new AtomicLong();
  private static final AtomicLong BEGUN_CPU = new AtomicLong();
  private static final AtomicLong MATCHES = new AtomicLong();
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private DetectBenchmark() {}

  private record Case(
      String engine, String mix, int rules, int stations, String backend, int parallelism) {
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
  }

  private record Result(double eventsPerSecond, double cpuSecondsPerMillion, long matches) {}

  public static void main(String[] args) throws Exception {
    int runs = Integer.getInteger("runs", 3);
    System.out.printf(
        Locale.ROOT, "%-40s %12s %8s %12s %9s%n", "case", "ev/s", "spread", "cpu-s/M", "matches");
    for (String text : args) {
      Case one = Case.parse(text);
      long events = Long.getLong("events", one.engine().equals("stock") ? 20_000 : 400_000);
      List<Result> results = new ArrayList<>();
      run(one, Math.min(events, 50_000));
      for (int i = 0; i < runs; i++) {
        results.add(run(one, events));
      }
      double[] rates = results.stream().mapToDouble(Result::eventsPerSecond).sorted().toArray();
      double[] cpu = results.stream().mapToDouble(Result::cpuSecondsPerMillion).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "%-40s %12.0f %7.0f%% %12.1f %9d%n",
          text,
          rates[runs / 2],
          100 * (rates[runs - 1] - rates[0]) / rates[runs / 2],
          cpu[runs / 2],
          results.get(0).matches());
    }
  }

  private static Result run(Case one, long measured) throws Exception {
    Configuration conf = new Configuration();
    conf.setString("state.backend.type", one.backend());
    conf.setString("execution.checkpointing.interval", "10 s");
    conf.setString("execution.checkpointing.incremental", "true");
    conf.setString(
        "execution.checkpointing.dir", Files.createTempDirectory("bench").toUri().toString());
    conf.setString("taskmanager.memory.managed.size", "512m");
    conf.setString("taskmanager.memory.network.min", "256m");
    conf.setString("taskmanager.memory.network.max", "256m");
    conf.setString("taskmanager.memory.segment-size", "4kb");
    conf.setString("taskmanager.numberOfTaskSlots", String.valueOf(one.parallelism()));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.setParallelism(one.parallelism());
    env.getConfig().setAutoWatermarkInterval(20);
    MATCHES.set(0);
    long warm = (long) WARM_ROUNDS * one.stations();
    DataStream<Observation> source = source(env, one.stations(), warm, warm + measured);
    List<RuleFile> rules = rules(one.mix(), one.rules());
    switch (one.engine()) {
      case "petrel" -> petrel(env, source, rules);
      case "stock" -> stock(source, rules);
      case "floor" ->
          source
              .keyBy(Observation::stationId, Types.STRING)
              .process(new Count(), Types.LONG)
              .sinkTo(new DiscardingSink<>());
      case "floor-timer" ->
          source
              .keyBy(Observation::stationId, Types.STRING)
              .process(new Buffer(), CodecTypeInfo.of(ObservationCodec.INSTANCE))
              .sinkTo(new DiscardingSink<>());
      default -> throw new IllegalArgumentException(one.engine());
    }
    env.execute();
    double seconds = (System.nanoTime() - BEGUN_NANOS.get()) / 1e9;
    double cpu = (OS.getProcessCpuTime() - BEGUN_CPU.get()) / 1e9;
    return new Result(measured / seconds, cpu * 1e6 / measured, MATCHES.get());
  }

  private static DataStream<Observation> source(
      StreamExecutionEnvironment env, int stations, long warm, long events) {
    return env.fromSequence(0, events - 1)
        .setParallelism(1)
        .map(
            index -> {
              if (index == warm) {
                BEGUN_NANOS.set(System.nanoTime());
                BEGUN_CPU.set(OS.getProcessCpuTime());
              }
              return observation(index, stations);
            },
            CodecTypeInfo.of(ObservationCodec.INSTANCE))
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

  /** A slow wave of pressure with noise, and now and then a storm; the same in every run. */
  static Observation observation(long index, int stations) {
    int station = (int) (index % stations);
    long round = index / stations;
    double noise = noise(index);
    boolean storm = noise(round / 12 * 7919 + station) > 0.99;
    double wave = 8 * Math.sin((round + station * 37) / 70.0);
    return Observation.at("s" + station, START + round * 600_000 + station * 600_000L / stations)
        .set(
            Variables.PRESSURE_HPA,
            tenths(1013 + wave + noise - (storm ? 6 * noise(index + 1) : 0)))
        .set(Variables.TEMPERATURE_C, tenths(15 + wave + 3 * noise(index + 2)))
        .set(Variables.HUMIDITY_PCT, tenths(100 * noise(index + 3)))
        .set(Variables.WIND_SPEED_MS, tenths(10 * noise(index + 4) + (storm ? 12 : 0)))
        .set(Variables.WIND_GUST_MS, tenths(9.3 * noise(index + 5) + (storm ? 15 : 0)))
        .build();
  }

  /** The index of an observation from its station and time. */
  static int index(String station, long timeMillis, int stations) {
    int round = (int) ((timeMillis - START) / 600_000);
    return round * stations + Integer.parseInt(station.substring(1));
  }

  /** 0 to 1. */
  private static double noise(long seed) {
    long z = (seed + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static void petrel(
      StreamExecutionEnvironment env, DataStream<Observation> source, List<RuleFile> rules) {
    DataStream<RuleSetUpdate> none =
        env.fromData(
                List.of(new RuleSetUpdate(0, List.of())),
                CodecTypeInfo.of(RuleSetUpdateCodec.INSTANCE))
            .filter(update -> false);
    Detector.detect(source, none, new RuleSetUpdate(0, rules), DetectSettings.DEFAULT)
        .detections()
        .map(DetectBenchmark::count, Types.LONG)
        .sinkTo(new DiscardingSink<>());
  }

  private static long count(Detection detection) {
    return detection instanceof Match ? MATCHES.incrementAndGet() : 0;
  }

  private record FileRule(String name, String text) implements RuleSource {
    @Override
    public Rule rule() {
      return new TextRuleCompiler().compile(new RuleFile(name, text));
    }
  }

  @SuppressWarnings("unchecked")
  private static void stock(DataStream<Observation> source, List<RuleFile> rules) {
    KeyedStream<Observation, String> keyed = source.keyBy(Observation::stationId, Types.STRING);
    for (RuleFile file : rules) {
      FileRule rule = new FileRule(file.name(), file.text());
      CEP.pattern(
              keyed, (Pattern<Observation, Observation>) PatternCompiler.compile(rule.rule(), rule))
          .inEventTime()
          .process(new Tell(), Types.LONG)
          .sinkTo(new DiscardingSink<>());
    }
  }

  private static final class Tell extends PatternProcessFunction<Observation, Long> {
    private static final long serialVersionUID = 1;

    @Override
    public void processMatch(
        Map<String, List<Observation>> match, Context context, Collector<Long> out) {
      out.collect(MATCHES.incrementAndGet());
    }
  }

  /** One read and one write for each observation. */
  private static final class Count extends KeyedProcessFunction<String, Observation, Long> {
    private static final long serialVersionUID = 1;
    private transient ValueState<Long> state;

    @Override
    public void open(org.apache.flink.api.common.functions.OpenContext context) {
      state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Observation observation, Context context, Collector<Long> out)
        throws Exception {
      Long count = state.value();
      state.update(count == null ? 1 : count + 1);
      out.collect(1L);
    }
  }

  /** Keeps each observation until event time has passed it. */
  private static final class Buffer extends KeyedProcessFunction<String, Observation, Observation> {
    private static final long serialVersionUID = 1;
    private transient ValueState<Observation> state;

    @Override
    public void open(org.apache.flink.api.common.functions.OpenContext context) {
      state =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "waiting", CodecTypeInfo.of(ObservationCodec.INSTANCE)));
    }

    @Override
    public void processElement(Observation observation, Context context, Collector<Observation> out)
        throws Exception {
      state.update(observation);
      context.timerService().registerEventTimeTimer(observation.timeMillis());
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Observation> out)
        throws Exception {
      Observation observation = state.value();
      if (observation != null) {
        out.collect(observation);
      }
      state.clear();
    }
  }

  /**
   * The rules of a mix: {@code free} (a start on every observation), {@code selective}, {@code
   * drop} (free starts, one kind) or {@code threshold}.
   */
  static List<RuleFile> rules(String mix, int count) {
    RuleFile[] files = new RuleFile[count];
    Arrays.setAll(
        files,
        i -> {
          String id = "%s-%04d".formatted("abcd".charAt(i % 4), i);
          String body =
              switch (mix) {
                case "threshold" -> threshold(i);
                case "drop" -> drop(i, "");
                default -> {
                  boolean selective = mix.equals("selective");
                  yield switch (i % 4) {
                    case 0 -> drop(i, selective ? "    where: wind_gust_ms > 8.0\n" : "");
                    case 1 -> falling(i, selective ? "    where: humidity_pct > 91.0\n" : "");
                    case 2 -> threshold(i);
                    default -> gusts(i);
                  };
                }
              };
          return new RuleFile(
              id + ".yaml",
              """
              rule: %s
              title: Benchmark
              severity: minor
              urgency: immediate
              certainty: observed
              category: met
              headline: Benchmark
              """
                      .formatted(id)
                  + body);
        });
    return List.of(files);
  }

  private static String drop(int i, String start) {
    return "within: 3h\nafter-match: no-skip\npattern:\n  - step: a\n"
        + start
        + "  - step: b\n    follows: relaxed\n    where: a.pressure_hpa - pressure_hpa >= "
        + (7 + i % 50 * 0.1)
        + "\n";
  }

  private static String falling(int i, String start) {
    String step = "  - step: %s\n    follows: strict\n    where: pressure_hpa < %s.pressure_hpa\n";
    return "within: 3h\nafter-match: no-skip\npattern:\n  - step: a\n"
        + start
        + step.formatted("b", "a")
        + step.formatted("c", "b")
        + "  - step: d\n    follows: strict\n    where: wind_speed_ms > "
        + (18 + i % 50 * 0.05)
        + "\n";
  }

  private static String threshold(int i) {
    return "after-match: no-skip\nwhen: wind_gust_ms > " + (23.9 + i % 50 * 0.008) + "\n";
  }

  private static String gusts(int i) {
    return "within: 3h\nafter-match: no-skip\npattern:\n  - step: a\n    times: 3\n"
        + "    consecutive: true\n    where: wind_speed_ms > "
        + (15 + i % 50 * 0.05)
        + "\n  - step: b\n    follows: strict\n    where: pressure_hpa > a[2].pressure_hpa\n";
  }
}
