package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.notify.render.MailMessage;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Function;

/** Writes an alert as a file to attach. Safe for many threads. */
@FunctionalInterface
public interface CapFiles extends Function<Alert, Optional<MailMessage.Attachment>>, Serializable {
  /** No attachment. */
  CapFiles NONE = alert -> Optional.empty();
}
