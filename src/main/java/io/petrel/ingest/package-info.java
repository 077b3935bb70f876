/**
 * From bytes to observations in event time. Entry classes: {@link
 * io.petrel.ingest.KafkaObservations} for a topic, {@link io.petrel.ingest.RecordedObservations}
 * for history. Out: {@code Ingested}, that is observations with watermarks, and rejected records.
 *
 * <pre>
 * topic --&gt; PartitionAnnouncingSource --&gt; DecodeOperator --&gt; Observation, RejectedRecord
 *           raw records and assigned      ObservationAvro, StationLimiter,
 *           partitions                    Plausibility, EventTime (watermarks)
 * </pre>
 *
 * <p>The operator, not the source, keeps event time: only a partition that is known to be read to
 * its end counts as silent. An unreachable broker or an unread backlog must not advance time.
 */
@NullMarked
package io.petrel.ingest;

import org.jspecify.annotations.NullMarked;
