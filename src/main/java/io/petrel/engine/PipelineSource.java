package io.petrel.engine;

import io.petrel.incident.OpenIncidentStore;
import io.petrel.ingest.Ingested;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where a run's observations and rules come from, and what runs before it have left open. */
public interface PipelineSource {
  Ingested observations(StreamExecutionEnvironment env);

  RuleFeed rules(StreamExecutionEnvironment env);

  /** Incidents of earlier runs, for a run that tells the world and starts without state. */
  default Optional<OpenIncidentStore> toldBefore() {
    return Optional.empty();
  }
}
