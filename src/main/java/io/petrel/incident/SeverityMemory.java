package io.petrel.incident;

import io.petrel.alert.Severity;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * When each severity was last matched. The severity of an incident is the worst of the last {@code
 * quiet} time: it rises at once and falls when nothing so severe was matched for {@code quiet}. A
 * flapping condition thus raises it once.
 */
record SeverityMemory(Map<Severity, Long> lastMatchMillis) {
  static final Codec<SeverityMemory> CODEC =
      Codec.of(
          "incident-severity",
          1,
          SeverityMemory.class,
          SeverityMemory::write,
          SeverityMemory::read);

  private static void write(SeverityMemory memory, DataOutput out) throws IOException {
    StateFields.writeEach(
        new TreeMap<>(memory.lastMatchMillis).entrySet(),
        out,
        (last, to) -> {
          StateFields.writeEnum(last.getKey(), to);
          to.writeLong(last.getValue());
        });
  }

  private static SeverityMemory read(int version, DataInput in) throws IOException {
    Map<Severity, Long> last = new EnumMap<>(Severity.class);
    for (Map.Entry<Severity, Long> each :
        StateFields.readEach(
            in, from -> Map.entry(StateFields.readEnum(Severity.class, from), from.readLong()))) {
      last.put(each.getKey(), each.getValue());
    }
    return new SeverityMemory(last);
  }

  static final SeverityMemory EMPTY = new SeverityMemory(Map.of());

  SeverityMemory {
    lastMatchMillis = Map.copyOf(lastMatchMillis);
  }

  SeverityMemory matched(Severity severity, long timeMillis) {
    Map<Severity, Long> next = new EnumMap<>(Severity.class);
    next.putAll(lastMatchMillis);
    next.merge(severity, timeMillis, Math::max);
    return new SeverityMemory(next);
  }

  /** The worst severity matched in {@code [timeMillis - quietMillis, timeMillis]}. */
  Severity worst(long timeMillis, long quietMillis) {
    for (Severity severity : Severity.values()) { // from worst to least
      Long last = lastMatchMillis.get(severity);
      if (last != null && timeMillis - last <= quietMillis) {
        return severity;
      }
    }
    return Severity.UNKNOWN;
  }
}
