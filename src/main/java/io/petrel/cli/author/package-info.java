/** Commands for those who write rules. They need no Kafka. */
@NullMarked
package io.petrel.cli.author;

import org.jspecify.annotations.NullMarked;
