package io.petrel.cli;

import io.petrel.rule.RuleEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the events of the rules topic say together. An event counts until one with the same key
 * comes, or a job begins from nothing: what an earlier one ran or refused is over then. Not
 * thread-safe.
 */
final class RuleBoard {
  /** Key of the event that a job tells when it begins from nothing. */
  private static final String JOB = "";

  private final Map<String, RuleEvent> newest = new TreeMap<>();

  /** Takes the next event of its key. */
  void add(RuleEvent event) {
    newest.put(event.key(), event);
  }

  /** The rules that run, by id. */
  List<RuleEvent> running() {
    return current().stream().filter(event -> event.running() != null).toList();
  }

  /** Files and folders that do not count as they are, by name. */
  List<RuleEvent> refused() {
    return current().stream()
        .filter(event -> event.outcome() == RuleEvent.Outcome.REJECTED)
        .toList();
  }

  private Collection<RuleEvent> current() {
    RuleEvent job = newest.get(JOB);
    List<RuleEvent> current = new ArrayList<>();
    for (RuleEvent event : newest.values()) {
      if (job == null || event.timeMillis() >= job.timeMillis()) {
        current.add(event);
      }
    }
    return current;
  }
}
