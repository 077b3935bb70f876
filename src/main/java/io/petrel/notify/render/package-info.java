/**
 * What a mail says: from an alert record and a reader to subject, text, HTML and chart. Pure: the
 * same alert and reader give the same words.
 */
@NullMarked
package io.petrel.notify.render;

import org.jspecify.annotations.NullMarked;
