/**
 * From matches to alert records: what is published, when, and why not. {@link
 * io.petrel.incident.IncidentTracker} is the entry class. In: matches and clears. Out: alert
 * records.
 *
 * <pre>
 * Match, Clear --&gt; TrackIncidents --&gt; IncidentLifecycle --&gt; PlaceAtInstant --&gt; AlertFactory --&gt; Alert
 *                  order, state      state machine of    all of one time,   the record
 *                  of each place     one place           Verdict
 * </pre>
 *
 * <p>A place is the value of a rule's {@code incident.by}. {@code IncidentLifecycle} and everything
 * behind it knows no Flink.
 */
@NullMarked
package io.petrel.incident;

import org.jspecify.annotations.NullMarked;
