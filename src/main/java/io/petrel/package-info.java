/**
 * Petrel, a weather alerting engine.
 *
 * <pre>
 * observations topic --&gt; ingest --&gt; detect --&gt; incident --&gt; publish --&gt; alerts topic --&gt; notify --&gt; e-mail
 *                                     ^ rules/                             `--&gt; subscribers
 * </pre>
 *
 * <p>Read {@code Main -> cli.RunCommand -> engine.DetectionJob -> engine.AlertPipeline}, then the
 * entry class of a stage. Stages share values ({@code weather}, {@code alert}, {@code rule}) and
 * never import each other; {@code ArchitectureTest} holds the table.
 */
@NullMarked
package io.petrel;

import org.jspecify.annotations.NullMarked;
