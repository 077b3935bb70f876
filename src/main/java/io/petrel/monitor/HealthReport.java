package io.petrel.monitor;

import java.util.List;

/** What was looked at, and whether all of it was as it must be. */
public record HealthReport(List<Check> checks) {
  public HealthReport {
    checks = List.copyOf(checks);
  }

  /**
   * One look.
   *
   * @param name what was looked at
   * @param isGood whether it was as it must be
   * @param reason what was seen, in words
   */
  public record Check(String name, boolean isGood, String reason) {}

  public boolean areGood() {
    return checks.stream().allMatch(Check::isGood);
  }
}
