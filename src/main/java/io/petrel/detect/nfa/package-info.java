/**
 * Rules in Flink CEP's automaton. {@link io.petrel.detect.nfa.FlinkPatternCompiler} makes a rule's
 * Flink pattern, which is the meaning of the rule; {@link io.petrel.detect.nfa.NfaAutomaton} runs
 * patterns that branch.
 */
@NullMarked
package io.petrel.detect.nfa;

import org.jspecify.annotations.NullMarked;
