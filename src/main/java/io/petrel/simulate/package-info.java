/**
 * A storm in numbers: a low that moves over a network of stations, and the reports these stations
 * send. Pure: no Flink, no Kafka, no clock; the same settings give the same reports, to the bit, on
 * every machine.
 *
 * <p>Read {@code StormSimulator -> StationSimulator -> Atmosphere -> StormSystem}. A position is in
 * km east and north of the middle of the network, an age in hours since a storm entered the area.
 * Northern hemisphere only.
 */
@NullMarked
package io.petrel.simulate;

import org.jspecify.annotations.NullMarked;
