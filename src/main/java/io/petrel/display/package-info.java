/**
 * What is measured, as people read it: values with their units, the units and the clock of a
 * reader, the measurements that a rule names, text from outside made harmless. For mails, the
 * report and the author's tools.
 */
@NullMarked
package io.petrel.display;

import org.jspecify.annotations.NullMarked;
