package io.petrel.detect;

import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.detect.nfa.FlinkPatternCompiler;
import io.petrel.detect.nfa.RuleSource;
import io.petrel.rule.Rule;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.functions.TimedOutPartialMatchHandler;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.NFAStateSerializer;
import org.apache.flink.cep.operator.CepOperator;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Runs a rule as {@code CEP.pattern(...)} does, with Flink's own operator. */
final class StockCep {
  private static final long MINUTE = 60_000;
  private static final OutputTag<String> TIMED_OUT = new OutputTag<>("timed-out", Types.STRING);

  private StockCep() {}

  /** A match as text, and the moment it came out. */
  record Found(String match, long afterMillis) {}

  /**
   * All matches, with the event time up to which the operator had to be told of before each came.
   *
   * @param untilMinute minute to which time goes on after the last observation
   */
  static List<Found> run(
      RuleSource source,
      @Nullable Pattern<Observation, ?> compiled,
      List<Observation> stream,
      long untilMinute)
      throws Exception {
    return look(source, compiled, stream, untilMinute, true).found();
  }

  /**
   * How many matches are in progress.
   *
   * @param over whether what can only go on up to that minute is over; else it is in progress
   */
  static int inProgress(RuleSource source, List<Observation> stream, long untilMinute, boolean over)
      throws Exception {
    return look(source, null, stream, untilMinute, over).inProgress();
  }

  private record Seen(List<Found> found, int inProgress) {}

  /** Flink's own operator fails on some patterns, for a node of its buffer that is gone. */
  static final class FlinkFault extends Exception {
    private static final long serialVersionUID = 1;

    FlinkFault(Throwable cause) {
      super(cause);
    }
  }

  private static Seen look(
      RuleSource source,
      @Nullable Pattern<Observation, ?> compiled,
      List<Observation> stream,
      long untilMinute,
      boolean over)
      throws Exception {
    Rule rule = source.rule();
    Pattern<Observation, ?> pattern =
        compiled == null ? FlinkPatternCompiler.compile(rule, source) : compiled;
    CepOperator<Observation, String, String> operator = operator(pattern, rule.alertOnTimeout());
    List<Found> found = new ArrayList<>();
    List<String> stations = stream.stream().map(Observation::stationId).distinct().toList();
    try (KeyedOneInputStreamOperatorTestHarness<String, Observation, String> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator, Observation::stationId, Types.STRING)) {
      harness.open();
      RuleScope scope = new RuleScope(RuleScope.MeasureReader.NONE);
      int next = 0;
      long first = stream.isEmpty() ? untilMinute : stream.get(0).timeMillis() / MINUTE;
      for (long minute = first; minute <= untilMinute; minute++) {
        while (next < stream.size() && stream.get(next).timeMillis() == minute * MINUTE) {
          Observation observation = stream.get(next++);
          if (rule.observations() == null
              || scope.holds(rule.observations(), observation, TakenSteps.NONE)) {
            harness.processElement(observation, observation.timeMillis());
          }
        }
        harness.processWatermark(minute * MINUTE);
        collect(harness, minute * MINUTE, found);
        if (minute == untilMinute && !over) {
          break;
        }
        harness.processWatermark(minute * MINUTE + 1);
        // Flink has no timer for a window between two steps; a later event would do this.
        for (String station : stations) {
          operator.setCurrentKey(station);
          operator.onEventTime(null);
        }
        collect(harness, minute * MINUTE, found);
      }
      return new Seen(found, inProgress(operator, stations));
    } catch (RuntimeException e) {
      throw new FlinkFault(e);
    }
  }

  private static int inProgress(CepOperator<?, String, ?> operator, List<String> stations)
      throws Exception {
    int count = 0;
    for (String station : stations) {
      operator.setCurrentKey(station);
      NFAState state =
          operator
              .getKeyedStateBackend()
              .getPartitionedState(
                  VoidNamespace.INSTANCE,
                  VoidNamespaceSerializer.INSTANCE,
                  new ValueStateDescriptor<>("nfaStateName", new NFAStateSerializer()))
              .value();
      if (state != null) {
        count += state.getCompletedMatches().size();
        count +=
            (int)
                state.getPartialMatches().stream()
                    .filter(partial -> partial.getStartEventID() != null)
                    .count();
      }
    }
    return count;
  }

  private static void collect(
      KeyedOneInputStreamOperatorTestHarness<String, Observation, String> harness,
      long after,
      List<Found> found) {
    for (String match : harness.extractOutputValues()) {
      found.add(new Found(match, after));
    }
    harness.getOutput().clear();
    if (harness.getSideOutput(TIMED_OUT) != null) {
      for (StreamRecord<String> match : harness.getSideOutput(TIMED_OUT)) {
        found.add(new Found(match.getValue(), after));
      }
      harness.getSideOutput(TIMED_OUT).clear();
    }
  }

  /** The operator that a job gets, as it arrives where it runs: through serialization. */
  @SuppressWarnings("unchecked")
  private static CepOperator<Observation, String, String> operator(
      Pattern<Observation, ?> pattern, boolean timeouts) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Observation> stream =
        env.fromData(CodecTypeInfo.of(ObservationCodec.INSTANCE), Observation.at("a", 0).build());
    OneInputTransformation<Observation, String> transformation =
        (OneInputTransformation<Observation, String>)
            CEP.pattern(
                    stream.keyBy(Observation::stationId, Types.STRING),
                    (Pattern<Observation, Observation>) pattern)
                .inEventTime()
                .process(timeouts ? new TellAll() : new Tell(), Types.STRING)
                .getTransformation();
    return (CepOperator<Observation, String, String>)
        InstantiationUtil.clone(transformation.getOperator());
  }

  /** Writes what each step took, by the number of the observation. */
  static String text(String station, Map<String, List<Observation>> match, boolean timedOut) {
    Map<String, List<Integer>> numbers = new TreeMap<>();
    match.forEach(
        (step, taken) ->
            numbers.put(
                step,
                taken.stream()
                    .map(o -> (int) o.value(io.petrel.weather.Variables.WIND_SPEED_MS))
                    .toList()));
    return station + " " + numbers + (timedOut ? " timed out" : "");
  }

  private static String station(Map<String, List<Observation>> match) {
    return match.values().iterator().next().get(0).stationId();
  }

  private static class Tell extends PatternProcessFunction<Observation, String> {
    private static final long serialVersionUID = 1;

    @Override
    public void processMatch(
        Map<String, List<Observation>> match, Context context, Collector<String> out) {
      out.collect(text(station(match), match, false));
    }
  }

  private static final class TellAll extends Tell
      implements TimedOutPartialMatchHandler<Observation> {
    private static final long serialVersionUID = 1;

    @Override
    public void processTimedOutMatch(Map<String, List<Observation>> match, Context context) {
      context.output(TIMED_OUT, text(station(match), match, true));
    }
  }
}
