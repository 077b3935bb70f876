/**
 * The notification stage: from alert records to mails that people want to get. Entry: {@link
 * io.petrel.notify.Notifications}.
 */
@NullMarked
package io.petrel.notify;

import org.jspecify.annotations.NullMarked;
