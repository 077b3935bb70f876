/**
 * Avro on topics: single-object encoding with the schemas of {@code schemas/}, or the framing of a
 * schema registry. {@link io.petrel.wire.avro.ObservationAvro} and {@link
 * io.petrel.wire.avro.AlertAvro} are the entry classes.
 */
@NullMarked
package io.petrel.wire.avro;

import org.jspecify.annotations.NullMarked;
