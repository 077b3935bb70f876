/**
 * Files with tests of rules. {@link io.petrel.replay.ruletest.file.RuleTestFolder} is the way in.
 */
@NullMarked
package io.petrel.replay.ruletest.file;

import org.jspecify.annotations.NullMarked;
