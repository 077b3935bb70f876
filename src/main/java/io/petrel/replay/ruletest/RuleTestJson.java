package io.petrel.replay.ruletest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A result as one line of JSON. */
public final class RuleTestJson {
  private RuleTestJson() {}

  /** The line, without a line break. */
  public static String line(RuleTestResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("rule", result.file().rule());
    node.put("test", result.test().name());
    node.put("file", result.file().name());
    node.put("line", result.test().line());
    node.put("passed", result.passed());
    node.put("millis", result.took().toMillis());
    ArrayNode differences = node.putArray("differences");
    for (Mismatch difference : result.differences()) {
      differences
          .addObject()
          .put("line", difference.line())
          .put("what", difference.what())
          .put("expected", difference.expected())
          .put("got", difference.got());
    }
    return node.toString();
  }

  /** A rule's coverage, without a line break. */
  public static String line(RuleCoverage coverage) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("rule", coverage.rule().id());
    ObjectNode inner = node.putObject("coverage");
    inner.put("percent", Math.floor(coverage.percent() * 10) / 10);
    inner.put("covered", coverage.covered());
    inner.put("points", coverage.points());
    ArrayNode missing = inner.putArray("missing");
    coverage.missing().forEach(missing::add);
    return node.toString();
  }
}
