package io.petrel.detect;

import io.petrel.detect.rules.RuleCompiler;
import io.petrel.rule.Rule;
import io.petrel.rule.Rule.OnEdit;
import io.petrel.rule.RuleFile;

/**
 * A random rule that travels as a rule file.
 *
 * @param seed of what is matched
 * @param drain whether an older version finishes what it began
 * @param words stands for the presentation
 */
record SeededRule(long seed, boolean drain, int words) {
  /** Compiles what {@link #file} wrote. */
  record Compiler() implements RuleCompiler {
    private static final long serialVersionUID = 1;

    @Override
    public Rule compile(RuleFile file) {
      return of(file).rule(id(file));
    }
  }

  static SeededRule of(RuleFile file) {
    String[] parts = file.text().split(" ", -1);
    return new SeededRule(
        Long.parseLong(parts[0]), Boolean.parseBoolean(parts[1]), Integer.parseInt(parts[2]));
  }

  static String id(RuleFile file) {
    return file.name().replace(".yaml", "");
  }

  RuleFile file(String id) {
    return new RuleFile(id + ".yaml", seed + " " + drain + " " + words);
  }

  Rule rule(String id) {
    Rule random = RandomRules.rule(seed, seed % 2 == 0);
    return new Rule(
        id,
        file(id).version(),
        "matches-" + seed,
        random.text(),
        random.observations(),
        random.pattern(),
        random.within(),
        random.afterMatch(),
        random.alertOnTimeout(),
        drain ? OnEdit.DRAIN : OnEdit.RESET,
        null,
        random.incident(),
        random.measures());
  }
}
