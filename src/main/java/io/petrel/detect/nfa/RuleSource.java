package io.petrel.detect.nfa;

import io.petrel.rule.Rule;
import java.io.Serializable;

/** Compiles a rule again in the process that a pattern was shipped to. */
public interface RuleSource extends Serializable {
  Rule rule();
}
