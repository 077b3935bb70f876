package io.petrel.rule;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * A whole set of good rules that is to run from now on. Files that are faulty are not in it; the
 * last good version of theirs is.
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
