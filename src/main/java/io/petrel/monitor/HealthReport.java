package io.petrel.monitor;

import java.util.List;

/** The results of all health checks. */
public record HealthReport(List<Check> checks) {
  public HealthReport {
    checks = List.copyOf(checks);
  }

  /**
   * The result of one check.
   *
   * @param name of what was checked
   * @param isGood whether it passed
   * @param reason the finding, in words
   */
  public record Check(String name, boolean isGood, String reason) {}

  public boolean areGood() {
    return checks.stream().allMatch(Check::isGood);
  }
}
