package io.petrel.detect.rules;

import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.io.Serializable;

/** Compiles a rule that has passed its checks. Ships with the job. */
public interface RuleCompiler extends Serializable {
  /**
   * @throws IllegalArgumentException if the file has faults
   */
  Rule compile(RuleFile file);
}
