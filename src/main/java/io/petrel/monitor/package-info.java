/**
 * Tells other machines how Petrel is, over HTTP: {@link io.petrel.monitor.MonitorServer} serves
 * what a {@link io.petrel.monitor.Monitored} says.
 */
@NullMarked
package io.petrel.monitor;

import org.jspecify.annotations.NullMarked;
