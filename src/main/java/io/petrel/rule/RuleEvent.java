package io.petrel.rule;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a change of a rule: a record of the {@code petrel.rules} topic.
 *
 * @param rule the rule's id, or the file name without {@code .yaml} when the file names none; empty
 *     when the whole folder, or the job, is meant
 * @param version hash of the file's content; empty when it cannot be read
 * @param why the faults as {@code check} prints them, or what changed; never empty
 * @param droppedPartialMatches matches in progress that the change dropped; -1 = not known here
 * @param timeMillis wall clock of the change, milliseconds since 1970 UTC
 * @param file what was refused or repaired: a file's name, or a folder's with {@code /} at the end;
 *     empty when the event is about what runs
 * @param running how it runs; null when it does not, or that is not known here
 */
public record RuleEvent(
    String rule,
    String version,
    Outcome outcome,
    String why,
    long droppedPartialMatches,
    long timeMillis,
    String file,
    @Nullable Running running) {
  public static final Codec<RuleEvent> CODEC =
      Codec.of("rule-event", 1, RuleEvent.class, RuleEvent::write, RuleEvent::read);

  private static void write(RuleEvent event, DataOutput out) throws IOException {
    StateFields.writeString(event.rule, out);
    StateFields.writeString(event.version, out);
    StateFields.writeEnum(event.outcome, out);
    StateFields.writeString(event.why, out);
    out.writeLong(event.droppedPartialMatches);
    out.writeLong(event.timeMillis);
    StateFields.writeString(event.file, out);
    out.writeBoolean(event.running != null);
    if (event.running != null) {
      StateFields.writeString(event.running.matcher, out);
      out.writeInt(event.running.subtasks);
      out.writeLong(event.running.sinceMillis);
    }
  }

  private static RuleEvent read(int version, DataInput in) throws IOException {
    return new RuleEvent(
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readEnum(Outcome.class, in),
        StateFields.readString(in),
        in.readLong(),
        in.readLong(),
        StateFields.readString(in),
        in.readBoolean()
            ? new Running(StateFields.readString(in), in.readInt(), in.readLong())
            : null);
  }

  /** A closed set. */
  public enum Outcome {
    /** Runs from now on. */
    ACCEPTED,
    /** Is ignored; the last good version, if there is one, keeps running. */
    REJECTED,
    /** No longer runs. */
    REMOVED,
    /** Runs as before; sent when a job starts or resumes with other operators. */
    RUNNING,
    /** A rejected file is valid again, or deleted. */
    REPAIRED
  }

  /**
   * How a rule runs.
   *
   * @param matcher {@code compact} or {@code nfa}
   * @param subtasks number of subtasks, all of which have confirmed it
   * @param sinceMillis wall clock from which this version runs, milliseconds since 1970 UTC
   */
  public record Running(String matcher, int subtasks, long sinceMillis) {}

  /** An event about what runs, or no longer does. */
  public RuleEvent(
      String rule,
      String version,
      Outcome outcome,
      String why,
      long droppedPartialMatches,
      long timeMillis) {
    this(rule, version, outcome, why, droppedPartialMatches, timeMillis, "", null);
  }

  /** An event about a file or folder: {@link Outcome#REJECTED} or {@link Outcome#REPAIRED}. */
  public static RuleEvent ofFile(
      String file, String rule, String version, Outcome outcome, String why, long timeMillis) {
    return new RuleEvent(rule, version, outcome, why, 0, timeMillis, file, null);
  }

  public RuleEvent withRunning(@Nullable Running next) {
    return new RuleEvent(
        rule, version, outcome, why, droppedPartialMatches, timeMillis, file, next);
  }

  /** Key of the record: of events with one key the newest is valid. */
  public String key() {
    return file.isEmpty() ? rule : file;
  }
}
