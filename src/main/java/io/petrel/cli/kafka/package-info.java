/** Commands that read and write topics. */
@NullMarked
package io.petrel.cli.kafka;

import org.jspecify.annotations.NullMarked;
