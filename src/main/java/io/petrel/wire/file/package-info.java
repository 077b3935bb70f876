/**
 * Files of observations: CSV, and Avro object containers. {@link
 * io.petrel.wire.file.ObservationFile} is the entry class.
 */
@NullMarked
package io.petrel.wire.file;

import org.jspecify.annotations.NullMarked;
