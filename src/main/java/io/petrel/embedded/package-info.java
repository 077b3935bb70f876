/**
 * A real Kafka broker and a real SMTP server inside this JVM, for {@code petrel demo} and for
 * integration tests. Loopback only; no other package of Petrel depends on it.
 */
@NullMarked
package io.petrel.embedded;

import org.jspecify.annotations.NullMarked;
