/** A backtest as one HTML file that needs nothing else. */
@NullMarked
package io.petrel.replay.report;

import org.jspecify.annotations.NullMarked;
