/**
 * Reads rules: YAML in, checked and compiled {@link io.petrel.rule.Rule}s and located faults out.
 * Entries: {@link io.petrel.rule.yaml.RuleParser} for one file, {@link
 * io.petrel.rule.yaml.RuleSetParser} for a set, {@link io.petrel.rule.yaml.RuleFolder} for the
 * files themselves.
 */
@NullMarked
package io.petrel.rule.yaml;

import org.jspecify.annotations.NullMarked;
