/**
 * How values are written to Flink's state and network: {@link io.petrel.state.Codec} is the format
 * of one type, free of Flink; the rest makes Flink use it.
 */
@NullMarked
package io.petrel.state;

import org.jspecify.annotations.NullMarked;
