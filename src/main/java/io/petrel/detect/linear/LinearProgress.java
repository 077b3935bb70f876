package io.petrel.detect.linear;

import io.petrel.detect.match.EarliestMatch;
import io.petrel.detect.match.FoundMatch;
import io.petrel.detect.match.MatchCollector;
import io.petrel.detect.match.ObservationTable;
import io.petrel.detect.match.Progress;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.flink.core.memory.DataOutputView;

/** The partial matches of a family of rules at one station. */
final class LinearProgress implements Progress {
  private final LinearAutomaton family;
  private final Transitions transitions;

  /** In the order of their starts. */
  private ArrayList<PartialMatch> partials = new ArrayList<>(2);

  LinearProgress(LinearAutomaton family) {
    this.family = family;
    this.transitions = family.transitions;
  }

  LinearAutomaton family() {
    return family;
  }

  List<PartialMatch> partials() {
    return partials;
  }

  /**
   * Adds a partial match of another set of rules or of a checkpoint, unless it is over for all.
   *
   * @param over the members for which it is over
   */
  void add(Observation[] taken, PrefixNode node, IntPredicate over) {
    PartialMatch partial = new PartialMatch(node, taken, null);
    for (int i = node.from; i < node.to; i++) {
      if (over.test(i)) {
        partial.end(i);
      }
    }
    if (!partial.isOver()) {
      partials.add(partial);
    }
  }

  @Override
  public void observe(Observation observation, MatchCollector findings) {
    if (!partials.isEmpty()) {
      step(observation, findings);
    }
    if (family.begins(observation)) {
      PartialMatch begun = family.begin(observation);
      if (family.paths != null) {
        family.paths.fitted(begun, begun.at());
      }
      if (begun.at().isLast()) {
        transitions.complete(begun, begun.at(), observation.timeMillis(), false, findings);
      } else {
        partials.add(begun);
        transitions.count(begun, begun.at(), 1);
      }
    }
    if (family.restarts && !findings.matches().isEmpty()) {
      restart(findings, 0);
    }
    if (partials.size() > family.limit) {
      dropOldest(findings);
    }
  }

  /** Advances all partial matches; the list stays in the order of starts. */
  private void step(Observation observation, MatchCollector findings) {
    ArrayList<PartialMatch> old = partials;
    List<PartialMatch> forks = transitions.forks();
    int kept = 0;
    boolean inPlace = true;
    for (int i = 0; i < old.size(); i++) {
      PartialMatch partial = old.get(i);
      boolean stays = transitions.meet(partial, observation, findings);
      if (!forks.isEmpty()) {
        // A fork started at the same time as its original.
        if (inPlace) {
          partials = new ArrayList<>(old.subList(0, kept));
          inPlace = false;
        }
        partials.addAll(forks);
        forks.clear();
      }
      if (stays && inPlace) {
        old.set(kept++, partial);
      } else if (stays) {
        partials.add(partial);
      }
    }
    if (inPlace && kept < old.size()) {
      old.subList(kept, old.size()).clear();
    }
  }

  /** Keeps the earliest match of each rule, and drops the rule's partial matches. */
  private void restart(MatchCollector findings, int before) {
    List<FoundMatch> tail = findings.matches().subList(before, findings.matches().size());
    List<FoundMatch> found = new ArrayList<>(tail);
    tail.clear();
    found.sort(Comparator.comparingInt(FoundMatch::member));
    for (int from = 0, to; from < found.size(); from = to) {
      int member = found.get(from).member();
      to = from;
      while (to < found.size() && found.get(to).member() == member) {
        to++;
      }
      findings.add(EarliestMatch.of(found.subList(from, to)));
      for (PartialMatch partial : partials) {
        end(partial, member);
      }
    }
    partials.removeIf(PartialMatch::isOver);
  }

  /**
   * Ends a partial match for a member.
   *
   * @return whether it was in progress for that member
   */
  private boolean end(PartialMatch partial, int member) {
    if (!partial.at().leadsTo(member) || partial.isOver(member)) {
      return false;
    }
    partial.end(member);
    family.member(member).live().add(-1);
    return true;
  }

  private void dropOldest(MatchCollector findings) {
    for (int member = 0; member < family.size(); member++) {
      int live = 0;
      for (PartialMatch partial : partials) {
        live += partial.at().leadsTo(member) && !partial.isOver(member) ? 1 : 0;
      }
      int excess = live - family.limit;
      if (excess > 0) {
        findings.drop(member, excess);
      }
      for (int i = 0; excess > 0; i++) {
        excess -= end(partials.get(i), member) ? 1 : 0;
      }
    }
    partials.removeIf(PartialMatch::isOver);
  }

  @Override
  public void advance(long timeMillis, MatchCollector findings) {
    if (!family.completesInSilence) {
      runOut(timeMillis, findings);
      return;
    }
    for (long due = soonest(); due <= timeMillis && due != NEVER; due = soonest()) {
      int before = findings.matches().size();
      runOut(due, findings);
      if (family.restarts && findings.matches().size() > before) {
        restart(findings, before);
      }
    }
  }

  /** Ends partial matches whose time is over. */
  private void runOut(long due, MatchCollector findings) {
    for (PartialMatch partial : partials) {
      boolean over = windowEnd(partial) <= due;
      if (!over && !family.limitsWait) {
        break; // Those after it have started later.
      }
      for (PrefixNode next : partial.at().children) {
        if (!partial.isOver(next) && (over || waitEnd(partial, next) <= due)) {
          if (next.state().kind() == LinearPattern.Kind.NOT_UNTIL_TIME_RUNS_OUT) {
            transitions.complete(partial, next, due, false, findings);
            transitions.count(partial, next, -1);
          } else if (family.alertOnTimeout) {
            transitions.complete(partial, next, due, true, findings);
            transitions.count(partial, next, -1);
          } else {
            transitions.timeOut(partial, next);
          }
          partial.end(next);
        }
      }
    }
    partials.removeIf(PartialMatch::isOver);
  }

  private long soonest() {
    long soonest = NEVER;
    for (PartialMatch partial : partials) {
      soonest = Math.min(soonest, windowEnd(partial));
      if (!family.limitsWait) {
        break;
      }
      for (PrefixNode next : partial.at().children) {
        if (!partial.isOver(next)) {
          soonest = Math.min(soonest, waitEnd(partial, next));
        }
      }
    }
    return soonest;
  }

  private long windowEnd(PartialMatch partial) {
    long window = family.windowMillis;
    return window < 0 ? NEVER : partial.startMillis() + window;
  }

  /** The last time at which a partial match may still reach a node. */
  private static long waitEnd(PartialMatch partial, PrefixNode next) {
    return next.limitsWait() ? partial.lastMillis() + next.state().withinMillis() : NEVER;
  }

  @Override
  public long nextCertain() {
    if (partials.isEmpty()) {
      return NEVER;
    }
    if (family.completesInSilence) {
      return soonest();
    }
    // Nothing to emit, only to discard: once, when the last of them has run out.
    PartialMatch newest = partials.get(partials.size() - 1);
    if (family.windowMillis >= 0) {
      return windowEnd(newest);
    }
    long last = 0;
    for (PrefixNode next : newest.at().children) {
      last = newest.isOver(next) ? last : Math.max(last, waitEnd(newest, next));
    }
    return last;
  }

  @Override
  public boolean isEmpty() {
    return partials.isEmpty();
  }

  @Override
  public void count(int change) {
    for (PartialMatch partial : partials) {
      transitions.count(partial, partial.at(), change);
    }
  }

  /** Nothing to do: a family never begins a match for a draining member. */
  @Override
  public void drain() {}

  @Override
  public void write(ObservationTable.Writer observations, DataOutputView out) throws IOException {
    LinearProgressFormat.write(this, observations, out);
  }
}
