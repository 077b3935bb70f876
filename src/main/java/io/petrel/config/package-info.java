/**
 * {@code petrel.yaml}. Text in, {@link io.petrel.config.Config} out, as the stages need it, or
 * every fault at once with its place. {@code Config.Settings} is the table of keys: a new key is a
 * {@link io.petrel.config.Setting} in one of the {@code *Keys} classes.
 */
@NullMarked
package io.petrel.config;

import org.jspecify.annotations.NullMarked;
