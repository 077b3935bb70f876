package io.petrel.detect;

import io.petrel.alert.detection.Detection;
import io.petrel.rule.RuleEvent;
import io.petrel.weather.Observation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The output of detection.
 *
 * @param detections matches and clears. The record's timestamp is the event time at which it went
 *     out, which is later than {@link Detection#timeMillis()} when a skip strategy held it back
 * @param late observations that came when event time had passed theirs; the timestamp of each is
 *     that event time
 * @param ruleEvents rules that were accepted or removed, once they run (or no longer run) in every
 *     subtask
 */
public record Detections(
    DataStream<Detection> detections,
    DataStream<Observation> late,
    DataStream<RuleEvent> ruleEvents) {}
