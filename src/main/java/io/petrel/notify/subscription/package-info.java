/**
 * Who wants which alerts, and how: reads, checks and evaluates {@code deploy/subscriptions.yaml}.
 * Pure.
 */
@NullMarked
package io.petrel.notify.subscription;

import org.jspecify.annotations.NullMarked;
