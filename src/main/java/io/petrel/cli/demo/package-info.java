/** The demo: broker, mail server, engine and a simulated storm in one JVM. */
@NullMarked
package io.petrel.cli.demo;

import org.jspecify.annotations.NullMarked;
