/**
 * Reads YAML that people write: every value knows its place, every fault is reported and reading
 * goes on. Used for rules, rule tests, subscriptions and configuration.
 */
@NullMarked
package io.petrel.yaml;

import org.jspecify.annotations.NullMarked;
