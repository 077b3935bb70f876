package io.petrel.replay.ruletest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A result as one line of JSON. */
public final class RuleTestJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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
    node.set("differences", MAPPER.valueToTree(result.differences()));
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
    inner.set("missing", MAPPER.valueToTree(coverage.missing()));
    return node.toString();
  }
}
