package io.petrel.detect.nfa;

import io.petrel.rule.Rule;
import java.io.Serializable;

/** Where a rule comes from in a process it was shipped to. */
public interface RuleSource extends Serializable {
  /** Compiles the rule anew. */
  Rule rule();
}
