/** What each command shares: its terminal, exit codes, faults and the log. */
@NullMarked
package io.petrel.cli.terminal;

import org.jspecify.annotations.NullMarked;
