package io.petrel.engine;

import io.petrel.incident.OpenIncidentStore;
import io.petrel.ingest.Ingested;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The sources of a run. Each method is called once, and gives its operators uids. */
public interface PipelineSource {
  /** Observations with timestamps and watermarks, in any order, of any parallelism. */
  Ingested observations(StreamExecutionEnvironment env);

  /** Rules; their watermarks are ignored. */
  RuleFeed rules(StreamExecutionEnvironment env);

  /** Open incidents of earlier runs, for a run that publishes and starts without state. */
  default Optional<OpenIncidentStore> openIncidents() {
    return Optional.empty();
  }
}
