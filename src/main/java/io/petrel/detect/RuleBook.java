package io.petrel.detect;

import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles sets of rules for one subtask, and of each set only what is new in it. Not thread-safe.
 */
final class RuleBook {
  private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

  private final RuleCompiler compiler;
  private final MatcherOptions options;
  private final SharedParts parts = new SharedParts();
  private final NfaAutomaton.Shared shared = new NfaAutomaton.Shared();
  private Map<RuleFile, Rule> compiled = new HashMap<>();
  private Map<Long, Automaton> automata = new HashMap<>();
  private Map<Long, LiveCount> counts = new HashMap<>();

  RuleBook(RuleCompiler compiler, MatcherOptions options) {
    this.compiler = compiler;
    this.options = options;
  }

  Pass pass() {
    return parts.pass();
  }

  /** The rule in a file; the same instance as long as the file stays in the set. */
  Rule rule(RuleFile file) {
    return compiled.computeIfAbsent(file, compiler::compile);
  }

  /** How many matches of a rule of the running set are in progress here. */
  long inProgress(Rule rule, long since) {
    LiveCount count = counts.get(CompiledRule.key(rule, since));
    return count == null ? 0 : count.get();
  }

  /** Compiles what is new in a set, and forgets what is no longer in it. */
  RunningRules open(RunningSet set) {
    Map<RuleFile, Rule> nextCompiled = new HashMap<>();
    Map<Long, Automaton> nextAutomata = new HashMap<>();
    Map<Long, LiveCount> nextCounts = new HashMap<>();
    List<CompiledRule> rules = new ArrayList<>();
    parts.beginSet();
    for (RuleFile file : set.rules().files()) {
      Rule rule = rule(file);
      nextCompiled.put(file, rule);
      add(rule, CompiledRule.key(rule, set.since(rule.id())), false, rules);
    }
    rules.sort(Comparator.comparing(compiledRule -> compiledRule.rule().id()));
    for (RunningSet.Draining draining : set.draining()) {
      Rule rule = rule(draining.file());
      nextCompiled.put(draining.file(), rule);
      add(rule, CompiledRule.key(rule, draining.since()), true, rules);
    }
    parts.endSet();
    for (CompiledRule rule : rules) {
      nextAutomata.put(rule.key(), rule.automaton());
      nextCounts.put(rule.key(), rule.live());
    }
    compiled = nextCompiled;
    automata = nextAutomata;
    counts = nextCounts;
    return RunningRules.of(rules, parts.anchored(), parts.longestWindowMillis());
  }

  /** Whoever sent the rules has checked them; should one fail all the same, the others run. */
  private void add(Rule rule, long key, boolean draining, List<CompiledRule> rules) {
    try {
      rules.add(compile(rule, key, draining));
    } catch (RuntimeException e) {
      LOG.error("Rule {} cannot run: Flink CEP refuses its pattern", rule.id(), e);
    }
  }

  private CompiledRule compile(Rule rule, long key, boolean draining) {
    LiveCount live = counts.getOrDefault(key, new LiveCount());
    return CompiledRule.of(rule, key, draining, automata.get(key), live, parts, shared, options);
  }
}
