/**
 * Why a rule did or did not fire: what the production pipeline made of the reports, and, where it
 * made nothing of them, the attempt that was nearest to a match and what it lacked.
 */
@NullMarked
package io.petrel.replay.why;

import org.jspecify.annotations.NullMarked;
