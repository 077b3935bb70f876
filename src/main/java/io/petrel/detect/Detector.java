package io.petrel.detect;

import io.petrel.alert.Detection;
import io.petrel.alert.DetectionCodec;
import io.petrel.issue.IssuePrinter;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleEventCodec;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.yaml.Parsed;
import io.petrel.rule.yaml.RuleParser;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
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
   * Adds the stage to a job.
   *
   * @param observations with event-time timestamps and watermarks
   * @param ruleUpdates whole rule sets that replace the one that runs
   * @param initial the rules that the job starts with; those of a checkpoint go before them
   */
  public static Detections detect(
      DataStream<Observation> observations,
      DataStream<RuleSetUpdate> ruleUpdates,
      RuleSetUpdate initial,
      DetectSettings settings) {
    return detect(observations, ruleUpdates, initial, Detector::compile, settings);
  }

  private static Rule compile(RuleFile file) {
    Parsed parsed = RuleParser.parse(file);
    return parsed
        .rule()
        .orElseThrow(() -> new IllegalArgumentException(IssuePrinter.print(parsed.issues())));
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
            .process(new RuleChangeTally(), CodecTypeInfo.of(RuleEventCodec.INSTANCE))
            .setParallelism(1)
            .uid(TALLY_UID)
            .name("rule changes"));
  }
}
