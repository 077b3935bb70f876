/**
 * Watches files by content, on this machine or a share that is mounted on it: the rule folder and
 * the subscription file. Knows nothing of what is in them.
 */
@NullMarked
package io.petrel.watch;

import org.jspecify.annotations.NullMarked;
