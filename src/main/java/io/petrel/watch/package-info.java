/**
 * Watches files by content, through Flink's file systems (local, NFS, object store): the rule
 * folder and the subscription file. Knows nothing of what is in them.
 */
@NullMarked
package io.petrel.watch;

import org.jspecify.annotations.NullMarked;
