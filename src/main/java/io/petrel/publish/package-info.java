/**
 * From alerts to Kafka: {@link io.petrel.publish.AlertTopics} adds the sinks, {@link
 * io.petrel.publish.Topics} creates and checks the topics, {@link
 * io.petrel.publish.PublishedAlerts} reads them back.
 */
@NullMarked
package io.petrel.publish;

import org.jspecify.annotations.NullMarked;
