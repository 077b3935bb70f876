/**
 * The values between the stages: {@link io.petrel.alert.detection.Detection} from detect to
 * incident, {@link io.petrel.alert.Alert} from incident to publish and notify, with the names and
 * closed sets of CAP 1.2.
 */
@NullMarked
package io.petrel.alert;

import org.jspecify.annotations.NullMarked;
