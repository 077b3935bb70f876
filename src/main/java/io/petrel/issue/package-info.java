/** Faults in files that people write, with place, reason and suggestion. */
@NullMarked
package io.petrel.issue;

import org.jspecify.annotations.NullMarked;
