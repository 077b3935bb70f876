package io.petrel.replay.ruletest.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test expects, each list complete and in order of time; null = not checked.
 *
 * @param matches those that stand at the end, then by station
 * @param withdrawn matches that were told and do not stand at the end, then by station
 * @param alerts then by first station
 * @param mails then by address
 */
public record Expectations(
    @Nullable List<Expected> matches,
    @Nullable List<Expected> withdrawn,
    @Nullable List<Expected> alerts,
    @Nullable List<Expected> mails) {
  public Expectations {
    matches = matches == null ? null : List.copyOf(matches);
    withdrawn = withdrawn == null ? null : List.copyOf(withdrawn);
    alerts = alerts == null ? null : List.copyOf(alerts);
    mails = mails == null ? null : List.copyOf(mails);
  }
}
