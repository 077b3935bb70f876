/**
 * The formats in which observations, alerts and events leave and enter: Avro with its schemas, CSV
 * and JSON. Whatever the bytes, reading ends in a value or in a reason ({@link
 * io.petrel.wire.Decoded}).
 */
@NullMarked
package io.petrel.wire;

import org.jspecify.annotations.NullMarked;
