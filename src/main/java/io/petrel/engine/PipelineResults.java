package io.petrel.engine;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Detection;
import io.petrel.rule.RuleEvent;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The output of the pipeline.
 *
 * @param alerts records of incidents
 * @param detections every match and clear, before they become incidents
 * @param rejected records that are no observations, as they came
 * @param late observations that came when their station was too far ahead of them; the timestamp of
 *     each is the event time that it had come to
 * @param ruleEvents rules accepted, rejected, removed
 */
public record PipelineResults(
    DataStream<Alert> alerts,
    DataStream<Detection> detections,
    DataStream<RejectedRecord> rejected,
    DataStream<Observation> late,
    DataStream<RuleEvent> ruleEvents) {}
