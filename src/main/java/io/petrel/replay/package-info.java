/** History through the production pipeline: backtests and rule tests. */
@NullMarked
package io.petrel.replay;

import org.jspecify.annotations.NullMarked;
