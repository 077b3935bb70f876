/**
 * Who wants which alerts, and how: {@code deploy/subscriptions.yaml} read, checked and asked. Pure.
 */
@NullMarked
package io.petrel.notify.subscription;

import org.jspecify.annotations.NullMarked;
