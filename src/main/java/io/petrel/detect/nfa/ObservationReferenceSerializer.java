package io.petrel.detect.nfa;

import io.petrel.detect.match.ObservationTable;
import io.petrel.detect.match.Varint;
import io.petrel.state.UnsavedSerializer;
import io.petrel.weather.Observation;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes an observation as its number in the {@link ObservationTable} of a station's state. Not a
 * serializer of Flink's own state. Not thread-safe.
 */
final class ObservationReferenceSerializer extends UnsavedSerializer<Observation> {
  private static final long serialVersionUID = 1;

  private transient ObservationTable.@Nullable Writer writer;
  private transient ObservationTable.@Nullable Reader reader;

  void writeTo(ObservationTable.Writer table) {
    writer = table;
  }

  void readFrom(ObservationTable.Reader table) {
    reader = table;
  }

  @Override
  public void serialize(Observation observation, DataOutputView target) throws IOException {
    ObservationTable.Writer table = writer;
    if (table == null) {
      throw new IOException("writeTo was not called");
    }
    table.reference(observation, target);
  }

  @Override
  public Observation deserialize(DataInputView source) throws IOException {
    ObservationTable.Reader table = reader;
    if (table == null) {
      throw new IOException("readFrom was not called");
    }
    return table.reference(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    Varint.write(Varint.read(source), target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "a reference to an observation";
  }
}
