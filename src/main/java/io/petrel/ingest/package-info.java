/**
 * From bytes to observations in event time: {@link io.petrel.ingest.KafkaObservations} for a topic,
 * {@link io.petrel.ingest.RecordedObservations} for history.
 *
 * <p>The Kafka source hands on raw records and says which partitions it was given; one operator
 * behind it decodes, rejects, drops impossible values and makes watermarks. That operator, not the
 * source, keeps event time, because only a partition that is known to be read to its end may be
 * counted as silent: an unreachable broker or an unread backlog must not let time run. The source
 * knows event time only roughly, to hold a partition that runs ahead in a backlog.
 */
@NullMarked
package io.petrel.ingest;

import org.jspecify.annotations.NullMarked;
