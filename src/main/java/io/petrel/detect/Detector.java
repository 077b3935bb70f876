package io.petrel.detect;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.detect.match.MatcherKind;
import io.petrel.detect.nfa.PatternRefusal;
import io.petrel.detect.rules.RuleChangeAggregator;
import io.petrel.detect.rules.RuleCompiler;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The detect stage: observations in, matches of all rules out. */
public final class Detector {
  /** Uid of the operator that hosts the rules. */
  public static final String UID = "detect";

  private static final String TALLY_UID = "rule-changes";

  private Detector() {}

  /**
   * Adds detection to a job.
   *
   * @param observations with watermarks; need not be in order
   * @param ruleUpdates complete sets of valid rules, such as from {@link RuleFolderSource}
   * @param initial the rules that run until the first update, so that no observation is processed
   *     without rules. A job that resumes continues with the rules of its checkpoint
   */
  public static Detections detect(
      DataStream<Observation> observations,
      DataStream<RuleSetUpdate> ruleUpdates,
      RuleSetUpdate initial,
      DetectSettings settings) {
    return detect(observations, ruleUpdates, initial, new TextRuleCompiler(), settings);
  }

  /** The matcher that runs a rule. */
  public static MatcherKind matcher(Rule rule) {
    return RuleSetCompiler.kind(rule, DetectSettings.DEFAULT.matching());
  }

  /** Why Flink CEP cannot run a rule that has passed the checks; empty = it can. */
  public static Optional<String> refusal(Rule rule) {
    return PatternRefusal.of(rule);
  }

  static Detections detect(
      DataStream<Observation> observations,
      DataStream<RuleSetUpdate> ruleUpdates,
      RuleSetUpdate initial,
      RuleCompiler compiler,
      DetectSettings settings) {
    SingleOutputStreamOperator<Detection> detections =
        observations
            .keyBy(Observation::stationId, Types.STRING)
            .connect(ruleUpdates.broadcast())
            .transform(
                "detect",
                CodecTypeInfo.of(DetectionCodec.INSTANCE),
                new DetectOperator(initial, compiler, settings))
            .uid(UID)
            .name("detect");
    return new Detections(
        detections,
        detections.getSideOutput(DetectOperator.LATE),
        detections
            .getSideOutput(DetectOperator.CHANGES)
            .process(new RuleChangeAggregator(), CodecTypeInfo.of(RuleEvent.CODEC))
            .setParallelism(1)
            .uid(TALLY_UID)
            .name("rule changes"));
  }
}
