package io.petrel.detect.rules;

import io.petrel.rule.Rule;
import io.petrel.rule.Rule.OnEdit;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides what a new set of rules does to the old one. Pure, given compiled rules. */
public final class RuleSetTransition {
  private final Map<String, Rule> before;
  private final Map<String, Rule> after;

  /**
   * @param before rules by id
   * @param after rules by id
   */
  public RuleSetTransition(Map<String, Rule> before, Map<String, Rule> after) {
    this.before = before;
    this.after = after;
  }

  public static Map<String, Rule> byId(RuleSetCompiler book, RuleSetUpdate set) {
    Map<String, Rule> rules = new HashMap<>();
    for (RuleFile file : set.files()) {
      book.rule(file).ifPresent(rule -> rules.put(rule.id(), rule));
    }
    return rules;
  }

  /**
   * The set that runs after a change.
   *
   * @param now event time
   */
  public static ActiveRuleSet next(
      RuleSetCompiler book, ActiveRuleSet old, RuleSetUpdate update, long now) {
    Map<String, Rule> before = byId(book, old.rules());
    Map<String, Rule> after = byId(book, update);
    long epoch = old.epoch() + 1;
    Map<String, Long> since = new HashMap<>();
    after.forEach(
        (id, rule) -> since.put(id, matchesAlike(before.get(id), rule) ? old.since(id) : epoch));
    List<ActiveRuleSet.Draining> draining = new ArrayList<>();
    for (ActiveRuleSet.Draining older : old.draining()) {
      String id = older.file().id();
      Rule rule = after.get(id);
      boolean reset =
          rule == null || (since.getOrDefault(id, epoch) == epoch && rule.onEdit() == OnEdit.RESET);
      if (!reset && older.untilMillis() >= now) {
        draining.add(older);
      }
    }
    for (RuleFile file : old.rules().files()) {
      Rule rule = before.get(file.id());
      Rule edited = after.get(file.id());
      if (rule != null
          && edited != null
          && edited.onEdit() == OnEdit.DRAIN
          && !matchesAlike(rule, edited)) {
        draining.add(new ActiveRuleSet.Draining(file, old.since(rule.id()), until(rule, now)));
      }
    }
    return new ActiveRuleSet(update, epoch, since, draining);
  }

  /**
   * A set as it holds for the stations of every subtask: what an older version has begun is over
   * when it would be had all subtasks been at the highest watermark at the change.
   */
  public static ActiveRuleSet rescaled(
      RuleSetCompiler book, ActiveRuleSet set, long highestWatermark) {
    List<ActiveRuleSet.Draining> draining = new ArrayList<>();
    for (ActiveRuleSet.Draining older : set.draining()) {
      long until =
          book.rule(older.file())
              .map(rule -> until(rule, highestWatermark))
              .orElse(older.untilMillis());
      draining.add(
          new ActiveRuleSet.Draining(
              older.file(), older.since(), Math.max(older.untilMillis(), until)));
    }
    return new ActiveRuleSet(set.rules(), set.epoch(), set.since(), draining);
  }

  private static boolean matchesAlike(@Nullable Rule old, Rule rule) {
    return old != null && old.matchVersion().equals(rule.matchVersion());
  }

  private static long until(Rule rule, long now) {
    Duration within = rule.within();
    return within == null || now == Long.MIN_VALUE ? Long.MAX_VALUE : now + within.toMillis() + 1;
  }

  /**
   * What to tell of the change: rules that are new, changed or gone.
   *
   * @param dropped matches in progress that the change drops, by rule; none = 0
   * @param timeMillis wall clock
   */
  public List<RuleEvent> events(Map<String, Long> dropped, long timeMillis) {
    List<RuleEvent> events = new ArrayList<>();
    new TreeMap<>(after)
        .forEach(
            (id, rule) -> {
              Rule old = before.get(id);
              if (old == null || !old.version().equals(rule.version())) {
                events.add(accepted(old, rule, dropped.getOrDefault(id, 0L), timeMillis));
              }
            });
    new TreeMap<>(before)
        .forEach(
            (id, old) -> {
              if (!after.containsKey(id)) {
                events.add(
                    new RuleEvent(
                        id,
                        old.version(),
                        RuleEvent.Outcome.REMOVED,
                        "the file is gone",
                        dropped.getOrDefault(id, 0L),
                        timeMillis));
              }
            });
    return events;
  }

  private static RuleEvent accepted(@Nullable Rule old, Rule rule, long dropped, long timeMillis) {
    String why;
    if (old == null) {
      why = "a new rule";
    } else if (matchesAlike(old, rule)) {
      why = "presentation changed; matches in progress go on";
    } else if (rule.onEdit() == OnEdit.DRAIN) {
      why = "what is matched changed; the old version finishes what it began";
    } else {
      why = "what is matched changed; matches in progress are dropped";
    }
    return new RuleEvent(
        rule.id(), rule.version(), RuleEvent.Outcome.ACCEPTED, why, dropped, timeMillis);
  }
}
