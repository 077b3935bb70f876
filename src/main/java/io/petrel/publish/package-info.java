/**
 * From alerts to Kafka. {@link io.petrel.publish.AlertTopics} is the entry class: it adds the
 * sinks. {@link io.petrel.publish.TopicAdmin} creates and checks the topics; {@code Published...}
 * classes read them.
 *
 * <pre>
 * Alert --+--&gt; AlertLatency ----------------------&gt; AlertRecordSerializer --&gt; alerts topic
 *         +--&gt; IncidentTombstones (newest record) --&gt; IncidentRecordSerializer --&gt; incidents topic
 * </pre>
 */
@NullMarked
package io.petrel.publish;

import org.jspecify.annotations.NullMarked;
