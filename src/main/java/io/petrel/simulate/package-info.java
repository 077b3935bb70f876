/**
 * A simulated storm: a low that moves over a network of stations, and the reports of these
 * stations. Pure, without Flink, Kafka and wall clock: the same settings give the same reports, to
 * the bit, on every machine.
 *
 * <p>{@link io.petrel.simulate.StormSimulator} is the entry class. Read {@code StormSimulator ->
 * StationSimulator -> Atmosphere -> StormSystem}. A position is in km east and north of the middle
 * of the network, an age in hours since a storm entered the area. Northern hemisphere only.
 */
@NullMarked
package io.petrel.simulate;

import org.jspecify.annotations.NullMarked;
