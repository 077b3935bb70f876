/**
 * The external formats of observations, alerts and events: JSON here, Avro in {@code avro}, files
 * in {@code file}, CAP in {@code cap}. Reading any bytes gives a value or a reason ({@link
 * io.petrel.wire.Decoded}).
 */
@NullMarked
package io.petrel.wire;

import org.jspecify.annotations.NullMarked;
