package io.petrel.detect.rules;

import io.petrel.rule.RuleEvent;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;

/**
 * One subtask's report that it runs a rule, or no longer does.
 *
 * @param revision of the set of rules
 * @param subtask the reporter
 * @param subtasks how many subtasks will report
 */
public record AppliedChange(long revision, int subtask, int subtasks, RuleEvent event) {
  public static final Codec<AppliedChange> CODEC =
      Codec.of(
          "applied-change",
          1,
          AppliedChange.class,
          (change, out) -> {
            out.writeLong(change.revision);
            out.writeInt(change.subtask);
            out.writeInt(change.subtasks);
            StateFields.writeValue(change.event, RuleEvent.CODEC, out);
          },
          (version, in) ->
              new AppliedChange(
                  in.readLong(),
                  in.readInt(),
                  in.readInt(),
                  StateFields.readValue(RuleEvent.CODEC, in)));
}
