package io.petrel.detect.rules;

import io.petrel.detect.linear.LinearAutomaton;
import io.petrel.detect.linear.LinearPattern;
import io.petrel.detect.linear.PrefixTree;
import io.petrel.detect.match.Automaton;
import io.petrel.detect.match.MatcherKind;
import io.petrel.detect.match.MatcherOptions;
import io.petrel.detect.match.PartialMatchCounter;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.measure.EvaluationContext;
import io.petrel.detect.measure.SharedParts;
import io.petrel.detect.nfa.NfaAutomaton;
import io.petrel.rule.Condition;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles sets of rules for one subtask, and of each set only what is new in it. Not thread-safe.
 */
public final class RuleSetCompiler {
  private static final Logger LOG = LoggerFactory.getLogger(RuleSetCompiler.class);

  private final RuleCompiler compiler;
  private final MatcherOptions options;
  private final SharedParts parts = new SharedParts();
  private final NfaAutomaton.Shared shared = new NfaAutomaton.Shared();
  private Map<RuleFile, Rule> compiled = new HashMap<>();
  private Map<Long, Automaton> automata = new HashMap<>();
  private Map<Long, PartialMatchCounter> counts = new HashMap<>();

  public RuleSetCompiler(RuleCompiler compiler, MatcherOptions options) {
    this.compiler = compiler;
    this.options = options;
  }

  /** The matcher that runs a rule: the linear one where the pattern does not branch. */
  public static MatcherKind kind(Rule rule, MatcherOptions options) {
    return options.compact() && LinearPattern.fits(rule) ? MatcherKind.COMPACT : MatcherKind.NFA;
  }

  public EvaluationContext pass() {
    return parts.pass();
  }

  /** The rule in a file; the same instance as long as the file stays in the set. */
  Rule rule(RuleFile file) {
    return compiled.computeIfAbsent(file, compiler::compile);
  }

  /**
   * How many matches in progress here a change drops, by rule: those of a version, running or
   * draining, that is not in the next set. Asked before that set is opened. A station counts as it
   * was last looked at, so what has run out there since may be among them.
   *
   * @param now event time: what was to drain until an earlier one has run out and is not dropped
   */
  public Map<String, Long> dropped(ActiveRuleSet set, ActiveRuleSet next, long now) {
    Map<String, Long> dropped = new HashMap<>();
    Set<Long> kept = versions(next, Long.MIN_VALUE).keySet();
    versions(set, now)
        .forEach(
            (key, id) -> {
              PartialMatchCounter count = counts.get(key);
              if (count != null && !kept.contains(key)) {
                dropped.merge(id, count.get(), Long::sum);
              }
            });
    return dropped;
  }

  /** Rules by {@link CompiledRule#key()}, without the draining ones that have run out. */
  private Map<Long, String> versions(ActiveRuleSet set, long now) {
    Map<Long, String> versions = new HashMap<>();
    for (RuleFile file : set.rules().files()) {
      Rule rule = rule(file);
      versions.put(CompiledRule.key(rule, set.since(rule.id())), rule.id());
    }
    for (ActiveRuleSet.Draining draining : set.draining()) {
      Rule rule = rule(draining.file());
      if (draining.untilMillis() >= now) {
        versions.put(CompiledRule.key(rule, draining.since()), rule.id());
      }
    }
    return versions;
  }

  /** Compiles what is new in a set, and forgets what is no longer in it. */
  public CompiledRuleSet open(ActiveRuleSet set) {
    Map<RuleFile, Rule> nextCompiled = new HashMap<>();
    Map<Long, PartialMatchCounter> nextCounts = new HashMap<>();
    List<CompiledRule> rules = new ArrayList<>();
    parts.beginSet();
    for (RuleFile file : set.rules().files()) {
      Rule rule = rule(file);
      nextCompiled.put(file, rule);
      rules.add(compile(rule, set.since(rule.id()), false, nextCounts));
    }
    rules.sort(Comparator.comparing(compiledRule -> compiledRule.rule().id()));
    for (ActiveRuleSet.Draining draining : set.draining()) {
      Rule rule = rule(draining.file());
      nextCompiled.put(draining.file(), rule);
      rules.add(compile(rule, draining.since(), true, nextCounts));
    }
    List<RuleGroup> groups = groups(rules);
    parts.endSet();
    compiled = nextCompiled;
    counts = nextCounts;
    automata = new HashMap<>();
    groups.forEach(group -> automata.put(group.key(), group.automaton()));
    return CompiledRuleSet.of(set.epoch(), groups, parts.anchored(), parts.longestWindowMillis());
  }

  private CompiledRule compile(
      Rule rule, long since, boolean draining, Map<Long, PartialMatchCounter> nextCounts) {
    long key = CompiledRule.key(rule, since);
    PartialMatchCounter live = counts.getOrDefault(key, new PartialMatchCounter());
    nextCounts.put(key, live);
    return new CompiledRule(rule, since, draining, live, parts);
  }

  private List<RuleGroup> groups(List<CompiledRule> rules) {
    Map<Long, List<PrefixTree.Row>> families = new LinkedHashMap<>();
    List<RuleGroup> groups = new ArrayList<>();
    for (CompiledRule rule : rules) {
      if (kind(rule.rule(), options) == MatcherKind.COMPACT) {
        PrefixTree.Row row =
            new PrefixTree.Row(
                rule, new LinearPattern(rule.rule(), rule.conditions()).states(), rule.newScope());
        families
            .computeIfAbsent(LinearAutomaton.key(rule.rule(), row), key -> new ArrayList<>())
            .add(row);
      } else {
        NfaAutomaton automaton = nfa(rule);
        if (automaton != null) {
          groups.add(RuleGroup.of(rule, automaton));
        }
      }
    }
    families.forEach(
        (key, rows) -> groups.add(RuleGroup.of(key, new LinearAutomaton(rows, options))));
    return groups;
  }

  /** Whoever sent the rules has checked them; should one fail all the same, the others run. */
  private @Nullable NfaAutomaton nfa(CompiledRule rule) {
    List<Condition> conditions = rule.conditions();
    if (automata.get(rule.key()) instanceof NfaAutomaton running) {
      return running;
    }
    try {
      return new NfaAutomaton(
          rule.rule(), rule.newScope(), conditions, rule.live(), shared, options);
    } catch (RuntimeException e) {
      LOG.error("Rule {} cannot run: Flink CEP refuses its pattern", rule.rule().id(), e);
      return null;
    }
  }
}
