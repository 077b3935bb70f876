/**
 * {@code petrel.yaml}: {@link io.petrel.config.Settings} is the table of keys, {@link
 * io.petrel.config.ConfigReader} reads a file against it and reports every fault at once, {@link
 * io.petrel.config.Config} is the result as the stages want it.
 */
@NullMarked
package io.petrel.config;

import org.jspecify.annotations.NullMarked;
