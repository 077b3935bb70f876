/** Commands that run jobs, and what is checked before they do. */
@NullMarked
package io.petrel.cli.run;

import org.jspecify.annotations.NullMarked;
