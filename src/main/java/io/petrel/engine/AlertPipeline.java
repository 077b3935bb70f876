package io.petrel.engine;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Detection;
import io.petrel.detect.Detections;
import io.petrel.detect.Detector;
import io.petrel.incident.IncidentTracker;
import io.petrel.incident.silence.FeedSilenceGuard;
import io.petrel.incident.silence.StationHeard;
import io.petrel.ingest.Ingested;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole path of an observation, in one method. Production, tests, backtests and the demo build
 * this graph; they differ only in source and sink.
 */
public final class AlertPipeline {
  private AlertPipeline() {}

  /** Adds the pipeline to a job. */
  public static void build(
      StreamExecutionEnvironment env,
      PipelineSource source,
      PipelineSettings settings,
      PipelineSink sink) {
    Ingested ingested = source.observations(env);
    RuleFeed rules = source.rules(env);
    Detections detections =
        Detector.detect(
            ingested.observations(), rules.updates(), rules.initial(), settings.detect());
    DataStream<StationHeard> heard =
        FeedSilenceGuard.heard(ingested.observations(), settings.feedSilence());
    DataStream<Detection> guarded =
        FeedSilenceGuard.guard(detections.detections(), heard, settings.feedSilence());
    DataStream<Detection> dangers =
        source
            .openIncidents()
            .map(store -> guarded.union(IncidentTracker.resume(heard, store)))
            .orElse(guarded);
    DataStream<Alert> alerts =
        IncidentTracker.track(dangers, rules.updates(), rules.initial(), settings.incident());
    sink.publish(
        new PipelineResults(
            alerts,
            detections.detections(),
            ingested.rejected(),
            detections.late(),
            rules.events().union(detections.ruleEvents())));
  }
}
