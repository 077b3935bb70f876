/**
 * Puts the stages together: {@link io.petrel.engine.AlertPipeline} is the whole graph in one
 * method; the jobs give it real sources and sinks; {@link io.petrel.engine.LocalCluster} runs them
 * in this JVM.
 */
@NullMarked
package io.petrel.engine;

import org.jspecify.annotations.NullMarked;
