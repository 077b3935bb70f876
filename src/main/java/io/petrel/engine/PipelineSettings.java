package io.petrel.engine;

import io.petrel.detect.DetectSettings;
import io.petrel.incident.IncidentSettings;
import io.petrel.incident.silence.FeedSilenceSettings;

/** Settings of the stages of every run. */
public record PipelineSettings(
    DetectSettings detect, FeedSilenceSettings feedSilence, IncidentSettings incident) {
  public static PipelineSettings defaults() {
    return of(DetectSettings.DEFAULT, IncidentSettings.defaults());
  }

  /** With default settings for a silent feed. */
  public static PipelineSettings of(DetectSettings detect, IncidentSettings incident) {
    return new PipelineSettings(detect, FeedSilenceSettings.defaults(), incident);
  }
}
