/**
 * The content of a mail: from an alert record and a reader to subject, text, HTML and chart. Pure:
 * the same alert and reader give the same text.
 */
@NullMarked
package io.petrel.notify.render;

import org.jspecify.annotations.NullMarked;
