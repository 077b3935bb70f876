/**
 * From observations to matches. One keyed operator hosts all rules: {@link
 * io.petrel.detect.Detector} is the way in. An observation goes through
 *
 * <ol>
 *   <li>{@code DetectOperator}: order, duplicates, lateness, and the change of rules;
 *   <li>{@code StationRunner}: one station, in event-time order. {@code LimitIndex} finds the
 *       groups of rules that the observation may begin; others, of which nothing is in progress,
 *       cost nothing;
 *   <li>a {@code RuleGroup}'s {@code Automaton}: rules that do not branch and begin alike are one
 *       {@code CompactFamily}, a tree ({@code CompactTree}) in which each match in progress stands
 *       for all rules that go on alike; any other rule is alone in Flink CEP's automaton ({@code
 *       NfaAutomaton});
 *   <li>{@code MatchWriter}: a match that needs no rule to be understood.
 * </ol>
 *
 * <p>{@code RuleBook} compiles sets of rules, {@code Station} is all that is known of a station,
 * {@code StationStore} and {@code StationCodec} keep it in Flink's state.
 */
@NullMarked
package io.petrel.detect;

import org.jspecify.annotations.NullMarked;
