/** Files of observations: CSV, and Avro object containers. */
@NullMarked
package io.petrel.wire.file;

import org.jspecify.annotations.NullMarked;
