/**
 * The operators of the notification stage: who gets an alert, when it leaves, and what becomes of
 * it. {@code DeliveryOperator} holds an outbox for each recipient in keyed state and sends in
 * threads of its own.
 */
@NullMarked
package io.petrel.notify.delivery;

import org.jspecify.annotations.NullMarked;
