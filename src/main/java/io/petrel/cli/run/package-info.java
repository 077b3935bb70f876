/** Commands that run jobs, and the checks before they start. */
@NullMarked
package io.petrel.cli.run;

import org.jspecify.annotations.NullMarked;
