/**
 * From observations to matches. One keyed operator hosts all rules: {@link
 * io.petrel.detect.Detector} is the way in.
 *
 * <pre>
 * observation --&gt; DetectOperator --&gt; StationRunner --&gt; RuleGroup --&gt; Automaton --&gt; MatchWriter --&gt; Match
 *                 order, lateness,   one station,      rules that    linear or      evidence,
 *                 rule changes       in time order     match alike   Flink's NFA    texts
 * </pre>
 *
 * <ul>
 *   <li>{@code match}: what both matchers share: {@code Automaton}, {@code Progress}, the table of
 *       observations, and {@code LimitIndex}, which finds the groups that an observation may begin.
 *   <li>{@code nfa}: a rule in Flink CEP's automaton; also the meaning of every pattern.
 *   <li>{@code measure}: rolling measures and conditions, each computed once for all rules.
 *   <li>{@code linear}: rules whose patterns do not branch, in one tree.
 *   <li>{@code rules}: compiles sets of rules, and moves from one set to the next.
 * </ul>
 *
 * <p>{@code StationState} is all that is known of a station; {@code StationStore} and {@code
 * StationStateCodec} keep it in Flink's state.
 */
@NullMarked
package io.petrel.detect;

import org.jspecify.annotations.NullMarked;
