/**
 * From matches to alert records: what is published, when, and why not. {@link
 * io.petrel.incident.IncidentTracker} is the entry class. In: matches and clears. Out: alert
 * records.
 *
 * <pre>
 * Match, Clear, --&gt; TrackIncidents --&gt; PlaceLedger ---------&gt; IncidentLifecycle --&gt; PlaceAtInstant
 * Revision          Flink's part:      what is true, and     state machine of     all of one time,
 *                   state, timers      what was published    one place            Verdict
 *                                            |                                        |
 *                                            +---------&gt; AlertFactory --&gt; Alert &lt;-----+
 * </pre>
 *
 * <p>A place is the value of a rule's {@code incident.by}. {@code PlaceLedger} and everything
 * behind it knows no Flink.
 */
@NullMarked
package io.petrel.incident;

import org.jspecify.annotations.NullMarked;
