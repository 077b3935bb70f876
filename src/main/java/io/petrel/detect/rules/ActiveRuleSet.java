package io.petrel.detect.rules;

import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The rules that run, as stored in broadcast state.
 *
 * @param epoch grows by one with each change
 * @param since the epoch in which each rule got its present patterns, by rule id. Partial matches
 *     belong to rule, match version and this epoch, so that a rule which was removed and added
 *     again starts without partial matches at every station
 * @param draining older versions that may still complete their partial matches
 */
public record ActiveRuleSet(
    RuleSetUpdate rules, long epoch, Map<String, Long> since, List<Draining> draining) {
  public static final Codec<ActiveRuleSet> CODEC =
      Codec.of("running-set", 1, ActiveRuleSet.class, ActiveRuleSet::write, ActiveRuleSet::read);

  private static void write(ActiveRuleSet set, DataOutput out) throws IOException {
    StateFields.writeValue(set.rules, RuleSetUpdate.CODEC, out);
    out.writeLong(set.epoch);
    StateFields.writeMap(set.since, out, (since, to) -> to.writeLong(since));
    StateFields.writeEach(
        set.draining,
        out,
        (draining, to) -> {
          StateFields.writeValue(draining.file, RuleFile.CODEC, to);
          to.writeLong(draining.since);
          to.writeLong(draining.untilMillis);
        });
  }

  private static ActiveRuleSet read(int version, DataInput in) throws IOException {
    return new ActiveRuleSet(
        StateFields.readValue(RuleSetUpdate.CODEC, in),
        in.readLong(),
        StateFields.readMap(in, DataInput::readLong),
        StateFields.readEach(
            in,
            from ->
                new Draining(
                    StateFields.readValue(RuleFile.CODEC, from),
                    from.readLong(),
                    from.readLong())));
  }

  public ActiveRuleSet {
    since = Map.copyOf(since);
    draining = List.copyOf(draining);
  }

  /** The rules that a job starts with. */
  public static ActiveRuleSet first(RuleSetUpdate rules) {
    return new ActiveRuleSet(rules, 0, Map.of(), List.of());
  }

  long since(String ruleId) {
    return since.getOrDefault(ruleId, 0L);
  }

  /**
   * An older version of a rule.
   *
   * @param since as in {@link ActiveRuleSet#since}
   * @param untilMillis event time after which it cannot have partial matches
   */
  record Draining(RuleFile file, long since, long untilMillis) {}
}
