/** What Petrel tells: detections, and alert records with the names and closed sets of CAP 1.2. */
@NullMarked
package io.petrel.alert;

import org.jspecify.annotations.NullMarked;
