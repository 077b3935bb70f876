/**
 * History through the production pipeline, in an embedded cluster, for authors of rules.
 *
 * <pre>
 *  files --&gt; History --&gt; PipelineRun --&gt; matches, alert records
 *                        (rules)          |
 *        report, compare &lt;-- Backtest &lt;---+---&gt; ruletest, why
 * </pre>
 *
 * <ul>
 *   <li>{@link io.petrel.replay.Backtest}: runs sets of rules over {@link
 *       io.petrel.replay.History}.
 *   <li>{@code report}: a backtest as an HTML page. {@code compare}: two sets of rules.
 *   <li>{@code ruletest}: runs {@code *.test.yaml}. {@code example}: finds reports that make a rule
 *       fire.
 *   <li>{@code why}: explains why a rule fired, or did not.
 * </ul>
 */
@NullMarked
package io.petrel.replay;

import org.jspecify.annotations.NullMarked;
