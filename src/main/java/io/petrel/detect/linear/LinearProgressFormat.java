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
 * State format of a family's partial matches at a station. Nodes and members are named by key, so
 * that a family with other members can read it.
 */
final class LinearProgressFormat {
  private LinearProgressFormat() {}

  static void write(
      LinearProgress progress, ObservationTable.Writer observations, DataOutputView out)
      throws IOException {
    LinearAutomaton family = progress.family();
    List<PartialMatch> partials = progress.partials();
    Map<Long, Integer> nodes = new LinkedHashMap<>();
    Map<Integer, Integer> ended = new LinkedHashMap<>();
    for (PartialMatch partial : partials) {
      nodes.putIfAbsent(partial.at().key, nodes.size());
      for (int i = partial.at().from; i < partial.at().to; i++) {
        if (partial.isOver(i)) {
          ended.putIfAbsent(i, ended.size());
        }
      }
    }
    out.writeByte(LinearAutomaton.SHAPE);
    Varint.write(nodes.size(), out);
    for (long key : nodes.keySet()) {
      out.writeLong(key);
    }
    Varint.write(ended.size(), out);
    for (int member : ended.keySet()) {
      out.writeLong(family.member(member).key());
    }
    Varint.write(partials.size(), out);
    for (PartialMatch partial : partials) {
      Varint.write(nodes.getOrDefault(partial.at().key, 0), out);
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
    for (int i = partial.at().from; i < partial.at().to; i++) {
      count += partial.isOver(i) ? 1 : 0;
    }
    Varint.write(count, out);
    for (int i = partial.at().from; count > 0; i++) {
      if (partial.isOver(i)) {
        Varint.write(ended.getOrDefault(i, 0), out);
        count--;
      }
    }
  }

  /**
   * @param epoch as in {@link Automaton#adopt}
   */
  static Progress read(
      LinearAutomaton family, ObservationTable.Reader observations, DataInputView in, long epoch)
      throws IOException {
    int shape = in.readUnsignedByte();
    if (shape != LinearAutomaton.SHAPE) {
      throw new IOException(
          "linear matcher state has version %d, this release reads version %d"
              .formatted(shape, LinearAutomaton.SHAPE));
    }
    List<@Nullable PrefixNode> nodes = new ArrayList<>();
    for (long left = Varint.read(in); left > 0; left--) {
      nodes.add(family.node(in.readLong()));
    }
    List<Long> keys = new ArrayList<>();
    for (long left = Varint.read(in); left > 0; left--) {
      keys.add(in.readLong());
    }
    LinearProgress progress = new LinearProgress(family);
    for (long left = Varint.read(in); left > 0; left--) {
      PrefixNode node = nodes.get((int) Varint.read(in));
      Observation[] taken = new Observation[(int) Varint.read(in)];
      for (int slot = 0; slot < taken.length; slot++) {
        taken[slot] = observations.reference(in);
      }
      List<Long> ended = new ArrayList<>();
      for (long more = Varint.read(in); more > 0; more--) {
        ended.add(keys.get((int) Varint.read(in)));
      }
      if (node != null) {
        progress.add(
            taken,
            node,
            member ->
                family.member(member).since() > epoch
                    || ended.contains(family.member(member).key()));
      }
    }
    return progress;
  }
}
