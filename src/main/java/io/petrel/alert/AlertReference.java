package io.petrel.alert;

/**
 * An earlier record of the same incident (CAP {@code references}).
 *
 * @param sentMillis milliseconds since 1970 UTC
 */
public record AlertReference(String sender, String identifier, long sentMillis) {}
