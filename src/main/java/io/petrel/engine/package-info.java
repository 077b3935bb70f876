/**
 * Puts the stages together. {@link io.petrel.engine.AlertPipeline} is the entry class: the whole
 * graph in one method. The jobs give it real sources and sinks; {@link
 * io.petrel.engine.LocalEngine} and {@link io.petrel.engine.LocalCluster} run them in this JVM.
 *
 * <pre>
 * DetectionJob:     observations, rules --&gt; ingest --&gt; detect --&gt; incident --&gt; publish --&gt; topics
 * NotificationJob:  alerts topic --------&gt; notify --&gt; mails
 * </pre>
 */
@NullMarked
package io.petrel.engine;

import org.jspecify.annotations.NullMarked;
