package io.petrel.detect;

import io.petrel.rule.RuleEvent;
import io.petrel.state.Codec;
import io.petrel.state.Fields;

/**
 * One subtask's word that it runs a rule, or no longer does.
 *
 * @param revision of the set of rules
 * @param subtask whose word it is
 * @param subtasks how many words there will be
 */
record AppliedChange(long revision, int subtask, int subtasks, RuleEvent event) {
  static final Codec<AppliedChange> CODEC =
      Codec.of(
          "applied-change",
          1,
          AppliedChange.class,
          (change, out) -> {
            out.writeLong(change.revision);
            out.writeInt(change.subtask);
            out.writeInt(change.subtasks);
            Fields.writeValue(change.event, RuleEvent.CODEC, out);
          },
          (version, in) ->
              new AppliedChange(
                  in.readLong(),
                  in.readInt(),
                  in.readInt(),
                  Fields.readValue(RuleEvent.CODEC, in)));
}
