package io.petrel.rule;

import java.util.Comparator;
import java.util.List;

/**
 * A whole set of good rules that is to run from now on. Files that are faulty are not in it; the
 * last good version of theirs is.
 *
 * @param revision grows by one with each set, from 1; the set a job starts with is 0
 * @param files sorted by name
 */
public record RuleSetUpdate(long revision, List<RuleFile> files) {
  public RuleSetUpdate {
    files = files.stream().sorted(Comparator.comparing(RuleFile::name)).toList();
  }
}
