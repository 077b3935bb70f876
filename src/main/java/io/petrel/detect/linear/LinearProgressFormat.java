package io.petrel.detect.linear;

import io.petrel.detect.match.ObservationTable;
import io.petrel.detect.match.Progress;
import io.petrel.detect.match.Varint;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * State format of what a family has in progress at a station: places and members by their keys,
 * each named once, so that it is read rightly by a family with other members.
 */
final class LinearProgressFormat {
  private LinearProgressFormat() {}

  static void write(
      LinearProgress progress, ObservationTable.Writer observations, DataOutputView out)
      throws IOException {
    LinearAutomaton family = progress.family();
    List<PartialMatch> partials = progress.partials();
    Map<Long, Integer> places = new LinkedHashMap<>();
    Map<Integer, Integer> ended = new LinkedHashMap<>();
    for (PartialMatch partial : partials) {
      places.putIfAbsent(partial.at().key(), places.size());
      for (int i = partial.at().from(); i < partial.at().to(); i++) {
        if (partial.isOver(i)) {
          ended.putIfAbsent(i, ended.size());
        }
      }
    }
    out.writeByte(LinearAutomaton.SHAPE);
    Varint.write(places.size(), out);
    for (long key : places.keySet()) {
      out.writeLong(key);
    }
    Varint.write(ended.size(), out);
    for (int member : ended.keySet()) {
      out.writeLong(family.member(member).key());
    }
    Varint.write(partials.size(), out);
    for (PartialMatch partial : partials) {
      Varint.write(places.getOrDefault(partial.at().key(), 0), out);
      Varint.write(partial.size(), out);
      for (int slot = 0; slot < partial.size(); slot++) {
        observations.reference(partial.taken(slot), out);
      }
      writeEnded(partial, ended, out);
    }
  }

  private static void writeEnded(
      PartialMatch partial, Map<Integer, Integer> ended, DataOutputView out) throws IOException {
    int count = 0;
    for (int i = partial.at().from(); i < partial.at().to(); i++) {
      count += partial.isOver(i) ? 1 : 0;
    }
    Varint.write(count, out);
    for (int i = partial.at().from(); count > 0; i++) {
      if (partial.isOver(i)) {
        Varint.write(ended.getOrDefault(i, 0), out);
        count--;
      }
    }
  }

  /**
   * @param epoch up to which the station knows the rules; younger ones have nothing in progress
   */
  static Progress read(
      LinearAutomaton family, ObservationTable.Reader observations, DataInputView in, long epoch)
      throws IOException {
    int shape = in.readUnsignedByte();
    if (shape != LinearAutomaton.SHAPE) {
      throw new IOException(
          "shape %d of a matcher, this release has %d".formatted(shape, LinearAutomaton.SHAPE));
    }
    List<@Nullable PrefixNode> places = new ArrayList<>();
    for (long left = Varint.read(in); left > 0; left--) {
      places.add(family.place(in.readLong()));
    }
    List<Long> keys = new ArrayList<>();
    for (long left = Varint.read(in); left > 0; left--) {
      keys.add(in.readLong());
    }
    LinearProgress progress = new LinearProgress(family);
    for (long left = Varint.read(in); left > 0; left--) {
      PrefixNode place = places.get((int) Varint.read(in));
      Observation[] taken = new Observation[(int) Varint.read(in)];
      for (int slot = 0; slot < taken.length; slot++) {
        taken[slot] = observations.reference(in);
      }
      List<Long> ended = new ArrayList<>();
      for (long more = Varint.read(in); more > 0; more--) {
        ended.add(keys.get((int) Varint.read(in)));
      }
      if (place != null) {
        progress.add(
            taken,
            place,
            member ->
                family.member(member).since() > epoch
                    || ended.contains(family.member(member).key()));
      }
    }
    return progress;
  }
}
