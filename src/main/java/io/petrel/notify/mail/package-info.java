/** Mail as bytes and over the wire: MIME and SMTP, with the answers as a closed set. */
@NullMarked
package io.petrel.notify.mail;

import org.jspecify.annotations.NullMarked;
