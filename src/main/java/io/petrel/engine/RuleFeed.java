package io.petrel.engine;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * The rules of a run.
 *
 * @param initial the rules that run from the first observation on
 * @param updates later, complete sets
 * @param events faults of the folder and of files in it
 */
public record RuleFeed(
    RuleSetUpdate initial, DataStream<RuleSetUpdate> updates, DataStream<RuleEvent> events) {
  /** Rules that do not change during the run. */
  public static RuleFeed fixed(StreamExecutionEnvironment env, RuleSetUpdate rules) {
    return new RuleFeed(
        rules,
        nothing(env, CodecTypeInfo.of(RuleSetUpdate.CODEC)),
        nothing(env, CodecTypeInfo.of(RuleEvent.CODEC)));
  }

  /** An empty stream; Flink's collection source refuses an empty collection. */
  private static <T> DataStream<T> nothing(
      StreamExecutionEnvironment env, TypeInformation<T> type) {
    return env.fromData(Types.BOOLEAN, false)
        .setParallelism(1)
        .name("no rule changes")
        .flatMap((Boolean ignored, Collector<T> out) -> {}, type)
        .setParallelism(1)
        .name("none");
  }
}
