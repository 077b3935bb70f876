package io.petrel.engine;

/**
 * The sinks of a run. Called once, after all operators were added; adds a sink, with a uid where
 * the job has checkpoints, to each stream that it needs.
 */
public interface PipelineSink {
  void publish(PipelineResults results);
}
