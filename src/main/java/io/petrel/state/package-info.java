/**
 * How values are written to Flink's state and network. {@link io.petrel.state.Codec} is the format
 * of one type; {@link io.petrel.state.Stored} keeps values in state as bytes, so that a savepoint
 * names formats, not classes; {@link io.petrel.state.CodecTypeInfo} sends them over the network.
 */
@NullMarked
package io.petrel.state;

import org.jspecify.annotations.NullMarked;
