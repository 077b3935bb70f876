/**
 * The command {@code petrel}. {@link io.petrel.cli.PetrelCommand} lists the sub-commands:
 *
 * <ul>
 *   <li>{@code author}: rules and history ({@code check}, {@code test}, {@code backtest}, {@code
 *       why}). They need no Kafka.
 *   <li>{@code kafka}: topics ({@code publish}, {@code alerts}, {@code rules}).
 *   <li>{@code run}: engines ({@code run}, {@code subscriptions}, the jobs of a cluster).
 *   <li>{@code demo}: the whole system in one JVM.
 * </ul>
 *
 * <p>{@code files} reads what they name on the command line, {@code terminal} has their output,
 * exit codes and faults. Nothing outside these packages prints.
 */
@NullMarked
package io.petrel.cli;

import org.jspecify.annotations.NullMarked;
