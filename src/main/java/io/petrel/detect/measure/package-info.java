/**
 * Values computed from a station's observations: the buffer of observations, rolling measures, and
 * conditions. {@link io.petrel.detect.measure.SharedParts} holds each distinct one once, for all
 * rules of a subtask.
 */
@NullMarked
package io.petrel.detect.measure;

import org.jspecify.annotations.NullMarked;
