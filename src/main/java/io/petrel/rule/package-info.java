/**
 * A rule, once read and checked: {@link io.petrel.rule.Rule} has a pattern of {@link
 * io.petrel.rule.Element}s, each a {@link io.petrel.rule.Step} with a compiled {@link
 * io.petrel.rule.Condition} or a {@link io.petrel.rule.Group}. Knows nothing of Flink, Kafka, YAML
 * or mail.
 *
 * <pre>
 *  squall.yaml --&gt; yaml --&gt; expr --&gt; check --&gt; Rule --&gt; detect
 *                    `--------+--------`--&gt; issues with line and column
 * </pre>
 *
 * <p>{@code yaml} reads files, {@code expr} compiles expressions, {@code check} tests a rule as a
 * whole. Entry: {@link io.petrel.rule.yaml.RuleSetParser}.
 */
@NullMarked
package io.petrel.rule;

import org.jspecify.annotations.NullMarked;
