/** The command {@code petrel}: one class for each sub-command. The only place that prints. */
@NullMarked
package io.petrel.cli;

import org.jspecify.annotations.NullMarked;
