package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The observations that one step of a rule took.
 *
 * @param step the step's name; {@code when} for a rule of one condition
 * @param condition the step's condition as its author wrote it; empty = any observation fits
 * @param observations in time order; empty for an absence or an optional step that was not taken
 * @param measured the values that decided that the condition held at the last observation, in the
 *     order of the text; bounded. Empty = unknown
 */
public record StepEvidence(
    String step, String condition, List<Observation> observations, List<Measured> measured) {
  public static final Codec<StepEvidence> CODEC =
      Codec.of("step-evidence", 1, StepEvidence.class, StepEvidence::write, StepEvidence::read);

  private static void write(StepEvidence step, DataOutput out) throws IOException {
    StateFields.writeString(step.step, out);
    StateFields.writeString(step.condition, out);
    StateFields.writeList(step.observations, ObservationCodec.INSTANCE, out);
    StateFields.writeList(step.measured, Measured.CODEC, out);
  }

  private static StepEvidence read(int version, DataInput in) throws IOException {
    return new StepEvidence(
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readList(ObservationCodec.INSTANCE, in),
        StateFields.readList(Measured.CODEC, in));
  }

  public StepEvidence {
    observations = List.copyOf(observations);
    measured = List.copyOf(measured);
  }

  /** Which observations of a step to keep. */
  public enum Keep {
    ALL,
    /** The first and the last. */
    ENDS,
    LAST,
    NONE
  }

  /** A copy with fewer observations. */
  public StepEvidence trimmed(Keep keep) {
    int size = observations.size();
    List<Observation> kept =
        switch (keep) {
          case ALL -> observations;
          case ENDS ->
              size <= 2 ? observations : List.of(observations.get(0), observations.get(size - 1));
          case LAST -> size <= 1 ? observations : observations.subList(size - 1, size);
          case NONE -> List.of();
        };
    return new StepEvidence(step, condition, kept, measured);
  }
}
