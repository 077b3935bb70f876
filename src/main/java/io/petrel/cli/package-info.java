/**
 * The command {@code petrel}. {@link io.petrel.cli.PetrelCommand} lists the sub-commands, which are
 * in {@code author} (rules and history), {@code kafka} (topics), {@code run} (engines) and {@code
 * demo}. Nothing outside these packages prints.
 */
@NullMarked
package io.petrel.cli;

import org.jspecify.annotations.NullMarked;
