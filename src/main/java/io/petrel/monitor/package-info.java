/**
 * Metrics and health over HTTP: {@link io.petrel.monitor.MonitorServer} serves a {@link
 * io.petrel.monitor.HealthSource}.
 */
@NullMarked
package io.petrel.monitor;

import org.jspecify.annotations.NullMarked;
