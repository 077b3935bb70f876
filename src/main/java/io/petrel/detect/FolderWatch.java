package io.petrel.detect;

import io.petrel.detect.nfa.PatternRefusal;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.yaml.Parsed;
import io.petrel.rule.yaml.RuleParser;
import io.petrel.watch.WatchedFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a change of the rule folder means: the next set of rules, whole, in which a faulty
 * file is represented by its last good version; and what to tell. Not thread-safe.
 */
final class FolderWatch {
  private final String shownFolder;
  private FolderState state;

  /**
   * What a change brought.
   *
   * @param update the next set of rules; null = it is the same
   * @param events files that were refused, and faults of the folder
   */
  record News(@Nullable RuleSetUpdate update, List<RuleEvent> events) {
    News {
      events = List.copyOf(events);
    }
  }

  /**
   * @param shownFolder goes before the names of files in faults, such as {@code rules/}
   */
  FolderWatch(String shownFolder, FolderState state) {
    this.shownFolder = shownFolder;
    this.state = state;
  }

  FolderState state() {
    return state;
  }

  /**
   * Takes what lies in the folder now.
   *
   * @param timeMillis wall clock, for events
   */
  News changed(WatchedFiles reading, long timeMillis) {
    List<RuleEvent> events = new ArrayList<>();
    if (!reading.fault().isEmpty()) {
      if (!reading.fault().equals(state.fault())) {
        state = state.withFault(reading.fault());
        events.add(
            rejected(shownFolder, "", "", Issue.ofFile(shownFolder, reading.fault()), timeMillis));
      }
      return new News(null, events);
    }
    if (!state.fault().isEmpty()) {
      events.add(repaired(shownFolder, "", "the folder can be read again", timeMillis));
    }
    state = state.withFault("");
    return apply(reading, events, timeMillis);
  }

  private News apply(WatchedFiles reading, List<RuleEvent> events, long timeMillis) {
    Map<String, RuleFile> good = new TreeMap<>();
    Map<String, String> rejected = new HashMap<>();
    Map<String, RuleFile> last = state.filesByName();
    new TreeMap<>(reading.texts())
        .forEach(
            (name, text) -> {
              RuleFile file = new RuleFile(name, text);
              RuleFile lastGood = last.get(name);
              String version = file.version();
              if (file.equals(lastGood)) {
                good.put(name, file);
                return;
              }
              boolean known = version.equals(state.rejected().get(name));
              Parsed parsed = known ? null : RuleParser.parse(file, shownFolder + name);
              Optional<String> refusal =
                  parsed == null ? Optional.empty() : parsed.rule().flatMap(PatternRefusal::of);
              if (parsed != null && parsed.rule().isPresent() && refusal.isEmpty()) {
                good.put(name, file);
                return;
              }
              rejected.put(name, version);
              keepLastGood(name, lastGood, good);
              refusal.ifPresent(
                  why ->
                      events.add(
                          event(
                              name,
                              version,
                              IssuePrinter.print(Issue.ofFile(shownFolder + name, why)),
                              timeMillis)));
              if (parsed != null && refusal.isEmpty()) {
                events.add(event(name, version, IssuePrinter.print(parsed.issues()), timeMillis));
              }
            });
    new TreeMap<>(reading.unreadable())
        .forEach(
            (name, reason) -> {
              rejected.put(name, reason);
              keepLastGood(name, last.get(name), good);
              if (!reason.equals(state.rejected().get(name))) {
                events.add(
                    rejected(
                        name,
                        RuleFile.idOf(name),
                        "",
                        Issue.ofFile(shownFolder + name, reason),
                        timeMillis));
              }
            });
    tellRepaired(good, rejected, events, timeMillis);
    List<RuleFile> files = List.copyOf(good.values());
    boolean changed = !files.equals(state.set().files());
    RuleSetUpdate next =
        changed ? new RuleSetUpdate(state.set().revision() + 1, files) : state.set();
    state = new FolderState(next, rejected, state.fault());
    return new News(changed ? next : null, events);
  }

  private static void keepLastGood(
      String name, @Nullable RuleFile lastGood, Map<String, RuleFile> good) {
    if (lastGood != null) {
      good.put(name, lastGood);
    }
  }

  /**
   * What was refused and is no longer: an author wants to know, and so does who reads the topic.
   */
  private void tellRepaired(
      Map<String, RuleFile> good,
      Map<String, String> rejected,
      List<RuleEvent> events,
      long timeMillis) {
    for (String name : new TreeSet<>(state.rejected().keySet())) {
      if (!rejected.containsKey(name)) {
        String why = good.containsKey(name) ? "the file is good again" : "the file is gone";
        events.add(repaired(name, RuleFile.idOf(name), why, timeMillis));
      }
    }
  }

  private static RuleEvent rejected(
      String file, String rule, String version, Issue issue, long timeMillis) {
    return RuleEvent.ofFile(
        file, rule, version, RuleEvent.Outcome.REJECTED, IssuePrinter.print(issue), timeMillis);
  }

  private static RuleEvent repaired(String file, String rule, String why, long timeMillis) {
    return RuleEvent.ofFile(file, rule, "", RuleEvent.Outcome.REPAIRED, why, timeMillis);
  }

  private static RuleEvent event(String file, String version, String why, long timeMillis) {
    return RuleEvent.ofFile(
        file, RuleFile.idOf(file), version, RuleEvent.Outcome.REJECTED, why, timeMillis);
  }
}
