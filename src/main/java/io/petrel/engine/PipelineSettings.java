package io.petrel.engine;

import io.petrel.detect.DetectSettings;
import io.petrel.incident.IncidentSettings;

/** Settings of the stages that every run has. */
public record PipelineSettings(DetectSettings detect, IncidentSettings incident) {
  public static PipelineSettings defaults() {
    return new PipelineSettings(DetectSettings.DEFAULT, IncidentSettings.defaults());
  }
}
