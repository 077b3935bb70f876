package io.petrel.detect;

import io.petrel.detect.match.MatcherKind;
import io.petrel.detect.match.ObservationTable;
import io.petrel.detect.match.Progress;
import io.petrel.detect.match.Varint;
import io.petrel.detect.measure.ObservationBuffer;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleGroup;
import io.petrel.state.StateFields;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State format of a station: id and version, checksum, time to wake, the table of its observations,
 * and a body that refers to them by number. The progress of a group of rules follows its length, so
 * that the reader can skip a group that no longer runs. A {@link StationPast} comes last, if any.
 */
final class StationStateCodec {
  private static final Logger LOG = LoggerFactory.getLogger(StationStateCodec.class);
  private static final String ID = "station";
  private static final int VERSION = 1;

  private StationStateCodec() {}

  /**
   * A station's state without its past and without what is pending, for memory: the reports are
   * those of the station.
   *
   * @param observations those that the body refers to, by number
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Snapshot(List<Observation> observations, byte[] body) {}

  static Snapshot snapshot(StationState station) throws IOException {
    ObservationTable.Writer table = new ObservationTable.Writer(station.history().size());
    DataOutputSerializer body = new DataOutputSerializer(256);
    writeState(station, List.of(), table, body);
    return new Snapshot(table.table(), body.getCopyOfBuffer());
  }

  /** The snapshot as the state of a station without a past. */
  static byte[] write(Snapshot snapshot) throws IOException {
    byte[] body = snapshot.body();
    return write(0, snapshot.observations(), body, body.length);
  }

  static byte[] write(StationState station) throws IOException {
    ObservationTable.Writer table =
        new ObservationTable.Writer(station.history().size() + station.pending().size());
    DataOutputSerializer body = new DataOutputSerializer(512);
    writeState(station, station.pending(), table, body);
    if (!station.past().isEmpty()) {
      station.past().write(table, body);
    }
    return write(station.wake(), table.table(), body.getSharedBuffer(), body.length());
  }

  private static void writeState(
      StationState station,
      List<Observation> pending,
      ObservationTable.Writer table,
      DataOutputSerializer body)
      throws IOException {
    writeHistory(station.history(), table, body);
    Varint.write(pending.size(), body);
    for (Observation observation : pending) {
      table.reference(observation, body);
    }
    body.writeLong(station.newest());
    Varint.write(station.armed().size(), body);
    for (Map.Entry<String, Map<String, String>> armed : new TreeMap<>(station.armed()).entrySet()) {
      StateFields.writeString(armed.getKey(), body);
      StateFields.writeStrings(armed.getValue(), body);
    }
    writeProgress(station, table, body);
  }

  private static byte[] write(long wake, List<Observation> table, byte[] body, int length)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(length + 1024);
    StateFields.writeHeader(ID, VERSION, out);
    int checksumAt = out.length();
    out.writeInt(0);
    out.writeLong(wake);
    ObservationTable.write(table, out);
    out.write(body, 0, length);
    out.writeIntUnsafe(checksum(out.getSharedBuffer(), checksumAt + 4, out.length()), checksumAt);
    return out.getCopyOfBuffer();
  }

  /**
   * Needed because Flink CEP's own formats, which are inside, trust every length that they read.
   */
  private static int checksum(byte[] bytes, int from, int to) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, to - from);
    return (int) checksum.getValue();
  }

  private static void writeHistory(
      ObservationBuffer history, ObservationTable.Writer table, DataOutputSerializer out)
      throws IOException {
    Varint.write(history.size(), out);
    for (int i = 0; i < history.size(); i++) {
      table.reference(history.get(i), out);
    }
    out.writeLong(history.droppedTo());
    Varint.write(history.anchors().size(), out);
    for (Map.Entry<String, Observation> anchor : new TreeMap<>(history.anchors()).entrySet()) {
      StateFields.writeString(anchor.getKey(), out);
      table.reference(anchor.getValue(), out);
    }
  }

  private static void writeProgress(
      StationState station, ObservationTable.Writer table, DataOutputSerializer out)
      throws IOException {
    Varint.write(station.rules().epoch(), out);
    Varint.write(station.liveCount(), out);
    DataOutputSerializer one = new DataOutputSerializer(128);
    for (int i = 0; i < station.liveCount(); i++) {
      RuleGroup group = station.rules().get(station.liveGroup(i));
      one.clear();
      station.liveProgress(i).write(table, one);
      out.writeLong(group.key());
      out.writeByte(group.automaton().kind() == MatcherKind.NFA ? 0 : 1);
      Varint.write(one.length(), out);
      out.write(one.getSharedBuffer(), 0, one.length());
    }
  }

  /** The time to wake, without reading the rest. */
  static long wake(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    StateFields.readHeader(ID, VERSION, in);
    in.skipBytesToRead(4);
    return in.readLong();
  }

  /**
   * Reads a station, without the partial matches of rules that no longer run.
   *
   * @throws IOException if a newer release wrote it, or it is damaged
   */
  static StationState read(String id, byte[] bytes, CompiledRuleSet rules) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    StateFields.readHeader(ID, VERSION, in);
    if (in.readInt() != checksum(bytes, in.getPosition(), bytes.length)) {
      throw new IOException(
          "the state of station %s is damaged: its checksum is wrong".formatted(id));
    }
    StationState station = new StationState(id, rules);
    station.wake(in.readLong());
    ObservationTable.Reader table = new ObservationTable.Reader(id, in);
    long epoch = readState(station, bytes, table, in);
    if (in.available() > 0) {
      station.past().read(table, in);
    }
    if (epoch != rules.epoch()) {
      station.edited(epoch);
    }
    return station;
  }

  /** As above, of a snapshot. */
  static StationState read(String id, Snapshot snapshot, CompiledRuleSet rules) throws IOException {
    StationState station = new StationState(id, rules);
    byte[] body = snapshot.body();
    ObservationTable.Reader table = new ObservationTable.Reader(snapshot.observations());
    readState(station, body, table, new DataInputDeserializer(body));
    return station;
  }

  /** Returns the epoch of the rules that wrote it. */
  private static long readState(
      StationState station, byte[] bytes, ObservationTable.Reader table, DataInputDeserializer in)
      throws IOException {
    readHistory(station.history(), table, in);
    long pending = Varint.read(in);
    for (long i = 0; i < pending; i++) {
      station.pend(table.reference(in));
    }
    station.newest(in.readLong());
    long armed = Varint.read(in);
    for (long i = 0; i < armed; i++) {
      station.armed().put(StateFields.readString(in), StateFields.readStrings(in));
    }
    station.armed().keySet().retainAll(station.rules().byId().keySet());
    return readProgress(station, bytes, table, in);
  }

  private static void readHistory(
      ObservationBuffer history, ObservationTable.Reader table, DataInputDeserializer in)
      throws IOException {
    long size = Varint.read(in);
    for (long i = 0; i < size; i++) {
      history.add(table.reference(in));
    }
    history.droppedTo(in.readLong());
    long anchors = Varint.read(in);
    Map<String, Observation> read = new HashMap<>();
    for (long i = 0; i < anchors; i++) {
      read.put(StateFields.readString(in), table.reference(in));
    }
    history.anchors().putAll(read);
  }

  private static long readProgress(
      StationState station, byte[] bytes, ObservationTable.Reader table, DataInputDeserializer in)
      throws IOException {
    long epoch = Varint.read(in);
    long size = Varint.read(in);
    for (long i = 0; i < size; i++) {
      Integer groupIndex = station.rules().indexes().get(in.readLong());
      MatcherKind kind = in.readByte() == 0 ? MatcherKind.NFA : MatcherKind.COMPACT;
      int length = (int) Varint.read(in);
      DataInputDeserializer one = new DataInputDeserializer(bytes, in.getPosition(), length);
      in.skipBytesToRead(length);
      if (groupIndex == null) {
        continue;
      }
      if (station.rules().get(groupIndex).automaton().kind() == kind) {
        readOne(station, groupIndex, table, one, epoch);
      } else {
        LOG.warn(
            "Discarded partial matches of {} at station {}: another matcher wrote them",
            names(station.rules().get(groupIndex)),
            station.id());
      }
    }
    return epoch;
  }

  private static void readOne(
      StationState station,
      int groupIndex,
      ObservationTable.Reader table,
      DataInputDeserializer in,
      long epoch) {
    RuleGroup group = station.rules().get(groupIndex);
    try {
      Progress progress = group.automaton().read(table, in, epoch);
      if (group.isDraining()) {
        progress.drain();
      }
      station.progress(groupIndex, progress.isEmpty() ? null : progress);
    } catch (IOException e) {
      LOG.warn(
          "Discarded partial matches of {} at station {}: {}",
          names(group),
          station.id(),
          e.getMessage());
    }
  }

  private static String names(RuleGroup group) {
    return group.members().stream()
        .map(member -> member.rule().id())
        .collect(Collectors.joining(", ", "rules ", ""));
  }
}
