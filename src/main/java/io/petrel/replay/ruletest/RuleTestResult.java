package io.petrel.replay.ruletest;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Match;
import io.petrel.replay.ruletest.file.RuleTest;
import io.petrel.replay.ruletest.file.RuleTestFile;
import java.time.Duration;
import java.util.List;

/**
 * The result of a test.
 *
 * @param differences empty if it passed
 * @param matches of the tested rule up to the end of the test that stand then, by time and station
 * @param withdrawn its matches that were told and do not stand
 * @param alerts its records up to then, by time
 * @param took its share of the run
 */
public record RuleTestResult(
    RuleTestFile file,
    RuleTest test,
    List<Mismatch> differences,
    List<Match> matches,
    List<Match> withdrawn,
    List<Alert> alerts,
    Duration took) {
  public RuleTestResult {
    differences = List.copyOf(differences);
    matches = List.copyOf(matches);
    withdrawn = List.copyOf(withdrawn);
    alerts = List.copyOf(alerts);
  }

  public boolean passed() {
    return differences.isEmpty();
  }
}
