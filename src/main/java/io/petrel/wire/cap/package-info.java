/** Alert records as OASIS Common Alerting Protocol (CAP) 1.2 XML. */
@NullMarked
package io.petrel.wire.cap;

import org.jspecify.annotations.NullMarked;
