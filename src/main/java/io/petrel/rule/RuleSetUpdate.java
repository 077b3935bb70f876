package io.petrel.rule;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * A complete set of valid rules to run from now on. Of a faulty file it has the last good version.
 *
 * @param revision grows by one with each set, from 1; the set a job starts with is 0
 * @param files sorted by name
 */
public record RuleSetUpdate(long revision, List<RuleFile> files) implements Serializable {
  public static final Codec<RuleSetUpdate> CODEC =
      Codec.of(
          "rule-set",
          1,
          RuleSetUpdate.class,
          (set, out) -> {
            out.writeLong(set.revision);
            StateFields.writeList(set.files, RuleFile.CODEC, out);
          },
          (version, in) ->
              new RuleSetUpdate(in.readLong(), StateFields.readList(RuleFile.CODEC, in)));

  public RuleSetUpdate {
    files = files.stream().sorted(Comparator.comparing(RuleFile::name)).toList();
  }
}
