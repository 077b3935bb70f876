package io.petrel.detect.rules;

import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.io.Serializable;

/** Compiles a rule that was found good before. Ships with the job. */
public interface RuleCompiler extends Serializable {
  /**
   * Compiles a rule.
   *
   * @throws IllegalArgumentException if the file has faults after all
   */
  Rule compile(RuleFile file);
}
