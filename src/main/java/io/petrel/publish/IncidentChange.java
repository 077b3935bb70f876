package io.petrel.publish;

import io.petrel.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * A record of the incidents topic.
 *
 * @param alert the newest record of the incident; null = forget it
 */
record IncidentChange(String incidentId, @Nullable Alert alert) {}
