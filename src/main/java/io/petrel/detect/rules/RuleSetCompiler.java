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
import io.petrel.rule.RuleSetUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<RuleFile, String> refused = new HashMap<>();
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

  public EvaluationContext evaluation() {
    return parts.evaluation();
  }

  /**
   * The rule in a file; the same instance as long as the file stays in the set. Empty when it
   * cannot run here, see {@link #refused}: whoever sent it has checked it, so it is of another
   * release, or there is no memory left for it.
   */
  Optional<Rule> rule(RuleFile file) {
    Rule rule = compiled.get(file);
    if (rule == null && !refused.containsKey(file)) {
      try {
        rule = compiler.compile(file);
        compiled.put(file, rule);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        refuse(file, e);
      }
    }
    return Optional.ofNullable(rule);
  }

  private void refuse(RuleFile file, Throwable e) {
    LOG.error("Rule {} cannot be compiled; the others run", file.id(), e);
    refused.put(file, e.getMessage() == null ? e.toString() : e.getMessage());
  }

  /** Files of the last sets that cannot run here, with the reason. */
  public Map<RuleFile, String> refused() {
    return Map.copyOf(refused);
  }

  /**
   * A set in which the last version of a file stands for one that cannot run here.
   *
   * @param last the set that runs
   */
  public RuleSetUpdate runnable(RuleSetUpdate next, RuleSetUpdate last) {
    refused.keySet().retainAll(next.files());
    Map<String, RuleFile> before = new HashMap<>();
    last.files().forEach(file -> before.put(file.name(), file));
    return new RuleSetUpdate(
        next.revision(),
        next.files().stream()
            .map(file -> rule(file).isPresent() ? file : before.getOrDefault(file.name(), file))
            .toList());
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
      rule(file)
          .ifPresent(rule -> versions.put(CompiledRule.key(rule, set.since(rule.id())), rule.id()));
    }
    for (ActiveRuleSet.Draining draining : set.draining()) {
      if (draining.untilMillis() >= now) {
        rule(draining.file())
            .ifPresent(rule -> versions.put(CompiledRule.key(rule, draining.since()), rule.id()));
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
      rule(file)
          .ifPresent(
              rule -> {
                nextCompiled.put(file, rule);
                rules.add(compile(rule, set.since(rule.id()), false, nextCounts));
              });
    }
    rules.sort(Comparator.comparing(compiledRule -> compiledRule.rule().id()));
    for (ActiveRuleSet.Draining draining : set.draining()) {
      rule(draining.file())
          .ifPresent(
              rule -> {
                nextCompiled.put(draining.file(), rule);
                rules.add(compile(rule, draining.since(), true, nextCounts));
              });
    }
    compiled = nextCompiled;
    List<RuleGroup> groups = groups(rules);
    parts.endSet();
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

  @SuppressWarnings("ReferenceEquality") // A rule is compiled once for each file.
  private @Nullable NfaAutomaton nfa(CompiledRule rule) {
    List<Condition> conditions = rule.conditions();
    if (automata.get(rule.key()) instanceof NfaAutomaton running) {
      return running;
    }
    try {
      return new NfaAutomaton(
          rule.rule(), rule.newScope(), conditions, rule.live(), shared, options);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      compiled.forEach(
          (file, known) -> {
            if (known == rule.rule()) {
              refuse(file, e);
            }
          });
      return null;
    }
  }
}
