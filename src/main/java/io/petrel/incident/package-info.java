/**
 * From matches to incidents: what is told, when, and why not. {@link
 * io.petrel.incident.IncidentTracker} is the stage; {@code IncidentLifecycle} is the whole state
 * machine, free of Flink.
 */
@NullMarked
package io.petrel.incident;

import org.jspecify.annotations.NullMarked;
