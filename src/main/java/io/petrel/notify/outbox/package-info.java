/**
 * The policy for one recipient: which alerts are mailed, when, in which mail, and when a mail is
 * tried again. Pure; the operator of the parent package keeps its state.
 */
@NullMarked
package io.petrel.notify.outbox;

import org.jspecify.annotations.NullMarked;
