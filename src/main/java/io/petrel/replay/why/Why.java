package io.petrel.replay.why;

import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.io.IOException;
import java.util.List;

/**
 * Answers why a rule fired, or did not. What fired and what was told of it comes from the
 * production pipeline; what did not is explained with the same conditions and measures.
 */
public final class Why {
  private final LocalCluster cluster;
  private final PipelineSettings settings;
  private final List<Rule> rules;
  private final List<RuleFile> files;

  /**
   * One that answers about a set of rules.
   *
   * @param cluster runs the pipeline; not closed here
   * @param rules all good rules
   * @param files their files
   */
  public Why(
      LocalCluster cluster, PipelineSettings settings, List<Rule> rules, List<RuleFile> files) {
    this.cluster = cluster;
    this.settings = settings;
    this.rules = List.copyOf(rules);
    this.files = List.copyOf(files);
  }

  /**
   * Answers.
   *
   * @param history of the station; has a report of it
   * @throws IOException if the file can no longer be read
   * @throws IllegalStateException with the cause, if the pipeline fails
   */
  public Answer answer(Question question, StationHistory history)
      throws IOException, InterruptedException {
    Facts facts = Facts.of(cluster, settings, question, history, rules, files);
    return new Inquiry(question, history, facts, rules).answer();
  }
}
