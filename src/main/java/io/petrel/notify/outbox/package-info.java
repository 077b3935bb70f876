/**
 * What is owed to one recipient: the policy of what is mailed when, told how, and tried again.
 * Pure; the operator of the parent package keeps its state.
 */
@NullMarked
package io.petrel.notify.outbox;

import org.jspecify.annotations.NullMarked;
