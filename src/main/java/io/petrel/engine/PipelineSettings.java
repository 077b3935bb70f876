package io.petrel.engine;

import io.petrel.detect.DetectSettings;
import io.petrel.incident.IncidentSettings;
import io.petrel.incident.silence.FeedSilenceSettings;
import io.petrel.rule.Emit;
import java.time.Duration;

/** Settings of the stages of every run; incidents revise as long as detection does. */
public record PipelineSettings(
    DetectSettings detect, FeedSilenceSettings feedSilence, IncidentSettings incident) {
  public PipelineSettings {
    if (!incident.reviseFor().equals(detect.reviseFor())) {
      throw new IllegalArgumentException(
          "detection revises for %s, incidents for %s"
              .formatted(detect.reviseFor(), incident.reviseFor()));
    }
  }

  /** Those of an engine: alerts immediately, and corrected later. */
  public static PipelineSettings defaults() {
    return of(
        DetectSettings.DEFAULT,
        IncidentSettings.defaults().revisedFor(DetectSettings.DEFAULT.reviseFor()));
  }

  /** For reports in the order of event time: nothing is revised, and all records are final. */
  public PipelineSettings inOrder() {
    return new PipelineSettings(detect.inOrder(), feedSilence, incident.revisedFor(Duration.ZERO));
  }

  /**
   * For reports in the order of their arrival.
   *
   * @param emit when matches are emitted, unless their rule says otherwise
   */
  public PipelineSettings asTheyArrive(Emit emit) {
    return new PipelineSettings(
        detect.emitting(emit), feedSilence, incident.revisedFor(detect.reviseFor()));
  }

  /** By how much event time trails. */
  public Duration reportDelay() {
    return detect.reportDelays().usual();
  }

  /** With default settings for a silent feed. */
  public static PipelineSettings of(DetectSettings detect, IncidentSettings incident) {
    return new PipelineSettings(detect, FeedSilenceSettings.defaults(), incident);
  }

  /** How much older than its station's newest report one may be and still be put in its place. */
  public Duration reviseFor() {
    return detect.reviseFor();
  }
}
