package io.petrel.ingest;

import io.petrel.weather.Observation;
import io.petrel.wire.RejectedRecord;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The output of ingest.
 *
 * @param observations with event-time timestamps and watermarks; not keyed, not yet in order
 * @param rejected records that are not valid observations, unchanged
 */
public record Ingested(DataStream<Observation> observations, DataStream<RejectedRecord> rejected) {}
