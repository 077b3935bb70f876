package io.petrel.detect;

import io.petrel.alert.detection.Match;
import io.petrel.detect.nfa.FlinkPatternCompiler;
import io.petrel.detect.nfa.RuleSource;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * What is measured: Petrel's detection, stock Flink CEP with one operator a rule, and two floors.
 */
final class Engines {
  private static final LongAdder MATCHES = new LongAdder();
  private static final LongAdder FINGERPRINT = new LongAdder();

  private Engines() {}

  static void forget() {
    MATCHES.reset();
    FINGERPRINT.reset();
  }

  /** How many matches came since {@link #forget}. */
  static long matches() {
    return MATCHES.sum();
  }

  /** Equal for the same matches, in whatever order: rule, station, first and last time of each. */
  static long fingerprint() {
    return FINGERPRINT.sum();
  }

  private static long count(String rule, String station, long first, long last) {
    long hash = rule.hashCode() * 31L + station.hashCode();
    hash = (hash * 0x9E3779B97F4A7C15L + first) * 0xBF58476D1CE4E5B9L + last;
    FINGERPRINT.add((hash ^ (hash >>> 29)) * 0x94D049BB133111EBL);
    MATCHES.increment();
    return 1;
  }

  static void add(
      String engine,
      StreamExecutionEnvironment env,
      DataStream<Observation> source,
      List<RuleFile> rules) {
    switch (engine) {
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
      default -> throw new IllegalArgumentException(engine);
    }
  }

  private static void petrel(
      StreamExecutionEnvironment env, DataStream<Observation> source, List<RuleFile> rules) {
    DataStream<RuleSetUpdate> none =
        env.fromData(
                List.of(new RuleSetUpdate(0, List.of())), CodecTypeInfo.of(RuleSetUpdate.CODEC))
            .filter(update -> false);
    Detector.detect(source, none, new RuleSetUpdate(0, rules), DetectSettings.DEFAULT)
        .detections()
        .map(
            detection ->
                detection instanceof Match match
                    ? count(
                        match.rule(), match.stationId(), match.firstMillis(), match.timeMillis())
                    : 0L,
            Types.LONG)
        .sinkTo(new DiscardingSink<>());
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
              keyed,
              (Pattern<Observation, Observation>) FlinkPatternCompiler.compile(rule.rule(), rule))
          .inEventTime()
          .process(new Tell(rule.rule().id()), Types.LONG)
          .sinkTo(new DiscardingSink<>());
    }
  }

  private static final class Tell extends PatternProcessFunction<Observation, Long> {
    private static final long serialVersionUID = 1;
    private final String rule;

    Tell(String rule) {
      this.rule = rule;
    }

    @Override
    public void processMatch(
        Map<String, List<Observation>> match, Context context, Collector<Long> out) {
      String station = "";
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      for (List<Observation> step : match.values()) {
        for (Observation observation : step) {
          station = observation.stationId();
          first = Math.min(first, observation.timeMillis());
          last = Math.max(last, observation.timeMillis());
        }
      }
      out.collect(count(rule, station, first, last));
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
      state = getRuntimeContext().getState(new ValueStateDescriptor<>("waiting", new StockType()));
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
}
