/** Writes mails as MIME and sends them by SMTP. The results are a closed set. */
@NullMarked
package io.petrel.notify.mail;

import org.jspecify.annotations.NullMarked;
