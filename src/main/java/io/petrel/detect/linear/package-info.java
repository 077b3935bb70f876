/**
 * The matcher for patterns that do not branch. Rules that begin alike share their partial matches:
 * they are one {@link io.petrel.detect.linear.LinearAutomaton}, whose states form a prefix tree
 * (trie).
 *
 * <pre>
 * gale:   wind &gt; 17 -&gt; wind &gt; 17 -&gt; wind &gt; 17        o wind &gt; 17
 * storm:  wind &gt; 17 -&gt; wind &gt; 24                      |
 * squall: wind &gt; 17 -&gt; wind &gt; 24 -&gt; fall &gt; 2          +-- o wind &gt; 17 -- o wind &gt; 17   (gale)
 *                                                     |
 *                                                     +-- o wind &gt; 24   (storm)
 *                                                     |
 *                                                     +-- o wind &gt; 24 -- o fall &gt; 2   (squall)
 * </pre>
 *
 * <p>A node that ends a rule is apart from one that goes on. {@code Transitions} says how a partial
 * match meets an observation, {@code LinearProgress} holds the partial matches of a station, {@code
 * LinearProgressFormat} is their format in state.
 */
@NullMarked
package io.petrel.detect.linear;

import org.jspecify.annotations.NullMarked;
