/**
 * From observations to matches. One keyed operator hosts all rules; {@link
 * io.petrel.detect.Detector} is the entry class. In: observations with watermarks, and sets of
 * rules. Out: {@code Detections}, that is matches, clears, late observations and events about
 * rules.
 *
 * <pre>
 * observation --&gt; DetectOperator --&gt; StationRunner --&gt; RuleGroup --&gt; Automaton --&gt; MatchWriter --&gt; Match
 *                 order, lateness,   one station,      rules that    linear or      evidence,
 *                 rule changes       in time order     match alike   Flink's NFA    texts
 * </pre>
 *
 * <ul>
 *   <li>{@code match}: what both matchers share: {@code Automaton}, {@code Progress}, the table of
 *       observations, and {@code LimitIndex}, which finds the groups that an observation may match.
 *   <li>{@code nfa}: a rule in Flink CEP's automaton, which also defines the meaning of all
 *       patterns.
 *   <li>{@code measure}: rolling measures and conditions, each computed once for all rules.
 *   <li>{@code linear}: rules whose patterns do not branch, in one tree.
 *   <li>{@code rules}: compiles sets of rules, and moves from one set to the next.
 * </ul>
 *
 * <p>{@code StationState} holds everything about a station; {@code StationStore} and {@code
 * StationStateCodec} keep it in Flink's state.
 */
@NullMarked
package io.petrel.detect;

import org.jspecify.annotations.NullMarked;
