package io.petrel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.petrel.detect.DetectSettings;
import io.petrel.incident.IncidentSettings;
import io.petrel.rule.Emit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipelineSettingsTest {
  @Test
  void anEngineAlertsImmediatelyAndBothStagesReviseAsLong() {
    PipelineSettings settings = PipelineSettings.defaults();

    assertThat(settings.detect().emit()).isEqualTo(Emit.IMMEDIATELY);
    assertThat(settings.reviseFor()).isEqualTo(Duration.ofHours(6));
    assertThat(settings.incident().reviseFor()).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void aBoundedRunRevisesNothing() {
    PipelineSettings settings = PipelineSettings.defaults().inOrder();

    assertThat(settings.detect().emit()).isEqualTo(Emit.WHEN_CERTAIN);
    assertThat(settings.reviseFor()).isZero();
    assertThat(settings.incident()).isEqualTo(IncidentSettings.defaults());
  }

  @Test
  void incidentsThatReviseLessThanDetectionAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PipelineSettings.of(DetectSettings.DEFAULT, IncidentSettings.defaults()))
        .withMessage("detection revises for PT6H, incidents for PT0S");
  }
}
