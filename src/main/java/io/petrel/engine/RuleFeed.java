package io.petrel.engine;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleEventCodec;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.RuleSetUpdateCodec;
import io.petrel.state.CodecTypeInfo;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The rules of a run.
 *
 * @param initial what runs from the first observation on
 * @param updates later sets, whole
 * @param events faults of the folder and of files in it
 */
public record RuleFeed(
    RuleSetUpdate initial, DataStream<RuleSetUpdate> updates, DataStream<RuleEvent> events) {
  /** Rules that stay as they are for the whole run. */
  public static RuleFeed fixed(StreamExecutionEnvironment env, RuleSetUpdate rules) {
    return new RuleFeed(
        rules,
        env.fromData(List.<RuleSetUpdate>of(), CodecTypeInfo.of(RuleSetUpdateCodec.INSTANCE)),
        env.fromData(List.<RuleEvent>of(), CodecTypeInfo.of(RuleEventCodec.INSTANCE)));
  }
}
