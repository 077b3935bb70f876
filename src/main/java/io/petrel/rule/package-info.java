/** What a rule is, once read and checked. Knows nothing of Flink, Kafka, YAML or mail. */
@NullMarked
package io.petrel.rule;

import org.jspecify.annotations.NullMarked;
