/**
 * What detection tells the incident stage: matches, clears, revisions of both, and what an earlier
 * run left open.
 */
@NullMarked
package io.petrel.alert.detection;

import org.jspecify.annotations.NullMarked;
