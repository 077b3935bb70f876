package io.petrel.engine;

import io.petrel.ingest.Ingested;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where a run's observations and rules come from. */
public interface PipelineSource {
  Ingested observations(StreamExecutionEnvironment env);

  RuleFeed rules(StreamExecutionEnvironment env);
}
