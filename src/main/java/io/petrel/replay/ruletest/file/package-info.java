/** Files with tests of rules. Entry: {@link io.petrel.replay.ruletest.file.RuleTestFolder}. */
@NullMarked
package io.petrel.replay.ruletest.file;

import org.jspecify.annotations.NullMarked;
