package io.petrel.engine;

/** Where a run's results go. */
public interface PipelineSink {
  void publish(PipelineResults results);
}
