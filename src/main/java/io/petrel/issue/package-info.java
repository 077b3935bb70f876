/** Faults in what people write, with the place, the reason and the nearest right thing. */
@NullMarked
package io.petrel.issue;

import org.jspecify.annotations.NullMarked;
