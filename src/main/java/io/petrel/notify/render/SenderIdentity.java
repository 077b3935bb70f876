package io.petrel.notify.render;

import org.jspecify.annotations.Nullable;

/**
 * Who sends.
 *
 * @param from address, with or without a name: {@code Petrel <petrel@example.org>}
 * @param replyTo where answers go; null = to {@code from}
 * @param unsubscribe bare address for requests to unsubscribe
 */
public record SenderIdentity(String from, @Nullable String replyTo, String unsubscribe)
    implements java.io.Serializable {}
