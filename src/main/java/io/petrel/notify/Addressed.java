package io.petrel.notify;

import io.petrel.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * An alert on its way to one recipient.
 *
 * @param recipient key of the address
 * @param wantedBy name of the subscription that wants it; null = none does, but the recipient may
 *     know the incident
 */
record Addressed(String recipient, @Nullable String wantedBy, Alert alert) {}
