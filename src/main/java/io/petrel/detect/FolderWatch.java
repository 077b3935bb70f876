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
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns a change of the rule folder into the next complete set of rules, in which a faulty file
 * keeps its last good version, and into events. Not thread-safe.
 */
final class FolderWatch {
  /**
   * A folder without a rule is no set of rules, as at a start: it is what a share looks like that
   * is not mounted, and to take it would withdraw every open incident.
   */
  private static final String NONE_LEFT =
      "no good rule is left in the folder; the last %,d run on. Rules can be removed while one stays";

  private final String shownFolder;
  private FolderState state;

  /**
   * The result of a change.
   *
   * @param update the next set of rules; null = unchanged
   * @param events files that were refused, and faults of the folder
   */
  record News(@Nullable RuleSetUpdate update, List<RuleEvent> events) {
    News {
      events = List.copyOf(events);
    }
  }

  /**
   * @param shownFolder prefix of file names in faults, such as {@code rules/}
   */
  FolderWatch(String shownFolder, FolderState state) {
    this.shownFolder = shownFolder;
    this.state = state;
  }

  FolderState state() {
    return state;
  }

  /**
   * Processes the present content of the folder.
   *
   * @param timeMillis wall clock, for events
   */
  News changed(WatchedFiles reading, long timeMillis) {
    List<RuleEvent> events = new ArrayList<>();
    RuleSetUpdate before = state.set();
    String fault = reading.fault();
    if (fault.isEmpty()) {
      fault = apply(reading, events, timeMillis);
    }
    if (fault.isEmpty() && !state.fault().isEmpty()) {
      events.add(repaired(shownFolder, "", "the folder is good again", timeMillis));
    } else if (!fault.equals(state.fault())) {
      events.add(rejected(shownFolder, "", "", Issue.ofFile(shownFolder, fault), timeMillis));
    }
    state = state.withFault(fault);
    return new News(state.set().equals(before) ? null : state.set(), events);
  }

  /**
   * Takes over the good files.
   *
   * @return why not; empty = it has
   */
  private String apply(WatchedFiles reading, List<RuleEvent> events, long timeMillis) {
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
              boolean isKnown = version.equals(state.rejected().get(name));
              String faults = isKnown ? "" : faults(file);
              if (!isKnown && faults.isEmpty()) {
                good.put(name, file);
                return;
              }
              rejected.put(name, version);
              keepLastGood(name, lastGood, good);
              if (!isKnown) {
                events.add(event(name, version, faults, timeMillis));
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
    addRepaired(good, rejected, events, timeMillis);
    List<RuleFile> files = List.copyOf(good.values());
    RuleSetUpdate set = state.set();
    boolean isLost = files.isEmpty() && !set.files().isEmpty();
    if (!isLost && !files.equals(set.files())) {
      set = new RuleSetUpdate(set.revision() + 1, files);
    }
    state = new FolderState(set, rejected, state.fault());
    return isLost ? NONE_LEFT.formatted(set.files().size()) : "";
  }

  /** What is wrong with a file; empty = it can run. Whatever is in it, the others go on. */
  private String faults(RuleFile file) {
    String shownName = shownFolder + file.name();
    try {
      Parsed parsed = RuleParser.parse(file, shownName);
      return parsed
          .rule()
          .map(
              rule ->
                  PatternRefusal.of(rule)
                      .map(why -> IssuePrinter.print(Issue.ofFile(shownName, why)))
                      .orElse(""))
          .orElseGet(() -> IssuePrinter.print(parsed.issues()));
    } catch (StackOverflowError | OutOfMemoryError e) {
      return IssuePrinter.print(Issue.ofFile(shownName, "cannot be compiled: " + e));
    }
  }

  private static void keepLastGood(
      String name, @Nullable RuleFile lastGood, Map<String, RuleFile> good) {
    if (lastGood != null) {
      good.put(name, lastGood);
    }
  }

  /** Adds an event for each refused file that is good again or gone. */
  private void addRepaired(
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
