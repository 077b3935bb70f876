/** Shared by all commands: terminal, exit codes, faults and the log. */
@NullMarked
package io.petrel.cli.terminal;

import org.jspecify.annotations.NullMarked;
