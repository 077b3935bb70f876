package io.petrel.replay.why;

import io.petrel.replay.why.Block.BrokenRow;
import io.petrel.replay.why.Block.Failed;
import io.petrel.replay.why.Block.NotYet;
import io.petrel.replay.why.Block.Restarted;
import io.petrel.replay.why.Block.Stopped;
import io.petrel.replay.why.Block.TooLong;
import io.petrel.replay.why.PatternGraph.Absence;
import io.petrel.replay.why.PatternGraph.Edge;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Step;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the attempt that was nearest to a match at a time. It follows the pattern over the
 * reports before that time as the matchers do, and beside each attempt one that is forgiven a
 * single fault. Of those that would have come to a match at the time, that with the smallest fault
 * says why there was none; where there is none, the attempt that came furthest does. Not
 * thread-safe.
 */
final class Explorer {
  /** Attempts followed at once; beyond, the oldest are given up. */
  private static final int MOST = 4000;

  private final Sight sight;
  private final PatternGraph graph;
  private final long[] restarts;
  private final long at;
  private final Endings endings;
  private final List<Near> candidates = new ArrayList<>();
  private final List<Near> furthest = new ArrayList<>();
  private boolean completed;

  /** An attempt with what kept it from a match. */
  record Near(Attempt attempt, Block block) {
    private static final Comparator<Near> SMALLEST_FAULT =
        Comparator.<Near>comparingDouble(near -> near.block.weight())
            .thenComparing(near -> -near.attempt.real().size())
            .thenComparing(Near::startMillis, Comparator.reverseOrder());
    private static final Comparator<Near> FURTHEST =
        Comparator.<Near>comparingInt(near -> -near.attempt.real().depth())
            .thenComparing(SMALLEST_FAULT);

    private long startMillis() {
      Observation first = attempt.first();
      return first == null ? Long.MIN_VALUE : first.timeMillis();
    }
  }

  /**
   * An explorer of one question.
   *
   * @param restarts times of the rule's matches here, each of which drops what is in progress;
   *     empty if the rule goes on after a match
   * @param at the time asked for
   */
  Explorer(Sight sight, long[] restarts, long at) {
    this.sight = sight;
    this.graph = new PatternGraph(sight.rule().pattern());
    this.restarts = restarts.clone();
    this.at = at;
    this.endings = new Endings(sight, at);
  }

  /** Whether an attempt came to a match of which the pipeline knows nothing. */
  boolean foundMatch() {
    return completed;
  }

  /**
   * Explores.
   *
   * @param from first report to look at, a place in {@link Sight#visible()}
   * @param to last one
   * @return empty if there is no report, or nothing could begin
   */
  Optional<Near> explore(int from, int to) {
    List<Attempt> live = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      Observation report = sight.visible().get(i);
      boolean isLast = i == to;
      List<Attempt> next = new ArrayList<>();
      for (Attempt attempt : live) {
        step(attempt, report, isLast, next);
      }
      step(Attempt.start(graph, sight.rule().steps().size()), report, isLast, next);
      next.removeIf(attempt -> attempt.first() == null);
      long until = isLast ? at : sight.visible().get(i + 1).timeMillis() - 1;
      live = restart(next, report.timeMillis(), until);
      while (live.size() > MOST) {
        live.remove(0);
      }
    }
    live.forEach(this::waitsAtEnd);
    return candidates.stream()
        .min(Near.SMALLEST_FAULT)
        .or(() -> furthest.stream().min(Near.FURTHEST));
  }

  /**
   * Matches between a report and the next drop what is in progress; what is left is forgiven it.
   */
  private List<Attempt> restart(List<Attempt> live, long from, long until) {
    for (long match : restarts) {
      if (match >= from && match <= until && match < at) {
        List<Attempt> kept = new ArrayList<>();
        for (Attempt attempt : live) {
          if (attempt.forgiven() == null) {
            kept.add(attempt.forgiven(new Restarted(match), -1));
          } else if (attempt.forgiven().equals(new Restarted(match))) {
            kept.add(attempt);
          }
        }
        return kept;
      }
    }
    return live;
  }

  private void step(Attempt attempt, Observation report, boolean isLast, List<Attempt> next) {
    Attempt going = attempt;
    Duration within = sight.rule().within();
    Observation first = attempt.first();
    if (within != null
        && first != null
        && report.timeMillis() - first.timeMillis() > within.toMillis()
        && !(attempt.forgiven() instanceof TooLong)) {
      if (attempt.forgiven() != null) {
        return;
      }
      TooLong fault = new TooLong(null, within, first, report);
      furthest.add(new Near(attempt, fault));
      going = attempt.forgiven(fault, -1);
    }
    List<Edge> edges = going.node().edges();
    for (int way = going.open().nextSetBit(0); way >= 0; way = going.open().nextSetBit(way + 1)) {
      go(going, way, edges.get(way), report, isLast, next);
    }
    candidates.addAll(endings.broken(going, report));
    going.passed();
    if (!going.open().isEmpty()
        || (Endings.waitsForSilence(going.node()) && !going.isSilenceBroken())) {
      next.add(going);
    } else if (going.forgiven() == null && going.closedBy() != null && going.first() != null) {
      furthest.add(new Near(going, going.closedBy()));
    }
  }

  /** Tries one way. */
  private void go(
      Attempt attempt, int way, Edge edge, Observation report, boolean isLast, List<Attempt> next) {
    Step step = Objects.requireNonNull(edge.to().step());
    boolean fits = sight.holds(step.where(), report, attempt::taken);
    if (attempt.isLenient()) {
      if (fits) {
        attempt.close(way, null);
        arrive(attempt, edge, report, settled(attempt, report), isLast, next);
      }
      return;
    }
    Stopped stopped = stopped(attempt, edge, report);
    if (stopped != null) {
      attempt.close(way, stopped);
      forgive(attempt, way, stopped, edge, fits, report, isLast, next);
      return;
    }
    Duration within = edge.within();
    Observation last = attempt.last();
    boolean inTime =
        within == null
            || last == null
            || report.timeMillis() - last.timeMillis() <= within.toMillis();
    if (fits && inTime) {
      if (edge.follows() != Contiguity.ANY && last != null) {
        attempt.close(way, null);
      }
      arrive(attempt, edge, report, null, isLast, next);
      return;
    }
    if (fits) {
      if (attempt.forgiven() == null && within != null && last != null) {
        TooLong fault = new TooLong(step, within, last, report);
        arrive(attempt, edge, report, fault, isLast, next);
      }
      return;
    }
    Trace trace = sight.trace(step.where(), report, attempt::taken);
    if (edge.follows() == Contiguity.STRICT && last != null) {
      BrokenRow fault = new BrokenRow(step, edge.isRepetition(), report, trace, null);
      attempt.close(way, fault);
      if (attempt.forgiven() == null) {
        next.add(attempt.forgiven(fault, way));
      }
    }
    if (attempt.forgiven() == null && inTime) {
      arrive(
          attempt,
          edge,
          report,
          new Failed(
              step, report, trace, edge.to().edges().isEmpty() || !edge.to().ends().isEmpty()),
          isLast,
          next);
    }
  }

  private void forgive(
      Attempt attempt,
      int way,
      Block fault,
      Edge edge,
      boolean fits,
      Observation report,
      boolean isLast,
      List<Attempt> next) {
    if (attempt.forgiven() != null) {
      return;
    }
    if (fits) {
      arrive(attempt, edge, report, fault, isLast, next);
    } else {
      next.add(attempt.forgiven(fault, way));
    }
  }

  /** The fault of a lenient attempt, now that it is known what would have been taken. */
  private static @Nullable Block settled(Attempt attempt, Observation report) {
    return attempt.forgiven() instanceof BrokenRow row
        ? new BrokenRow(row.step(), row.isRepetition(), row.breaker(), row.trace(), report)
        : null;
  }

  /** An attempt has taken a report. */
  private void arrive(
      Attempt from,
      Edge edge,
      Observation report,
      @Nullable Block fault,
      boolean isLast,
      List<Attempt> next) {
    Attempt attempt = from.taking(edge, report, fault);
    if (fault instanceof BrokenRow && from.forgiven() instanceof BrokenRow) {
      attempt = from.real().taking(edge, report, fault);
    }
    Block forgiven = attempt.forgiven();
    if (forgiven instanceof Failed failed) {
      furthest.add(new Near(attempt, failed));
    }
    boolean completes =
        attempt.node().ends().stream()
            .anyMatch(end -> end.silence().isEmpty() && end.notNext().isEmpty());
    if (completes && !isLast && forgiven == null && from.first() != null) {
      usedUp(from, edge, report, next);
    }
    if (completes && isLast) {
      if (forgiven == null) {
        completed = true;
      } else {
        candidates.add(new Near(attempt, overall(forgiven, report)));
      }
    }
    if (!attempt.open().isEmpty() || Endings.waits(attempt.node())) {
      next.add(attempt);
    }
  }

  /** An attempt that came to a match is over; without the match it would have gone on waiting. */
  private void usedUp(Attempt from, Edge edge, Observation report, List<Attempt> next) {
    long time = report.timeMillis();
    if (Arrays.stream(restarts).anyMatch(match -> match == time)) {
      next.add(from.forgiven(new Restarted(time), from.node().edges().indexOf(edge)));
    }
  }

  /** A window of the whole rule is exceeded by as much as the last report is too late. */
  private static Block overall(Block block, Observation report) {
    return block instanceof TooLong late && late.step() == null
        ? new TooLong(null, late.limit(), late.from(), report)
        : block;
  }

  private @Nullable Stopped stopped(Attempt attempt, Edge edge, Observation report) {
    for (Absence absence : edge.stops()) {
      if (isInTime(absence, attempt, report)
          && sight.holds(absence.where(), report, attempt::taken)) {
        return endings.stopped(absence, attempt, report, -1, 0);
      }
    }
    if (attempt.isFresh()) {
      for (Absence absence : edge.notNext()) {
        if (sight.holds(absence.where(), report, attempt::taken)) {
          return endings.stopped(absence, attempt, report, -1, 0);
        }
      }
    }
    return null;
  }

  private static boolean isInTime(Absence absence, Attempt attempt, Observation report) {
    Duration within = absence.within();
    Observation last = attempt.last();
    return within == null
        || last == null
        || report.timeMillis() - last.timeMillis() <= within.toMillis();
  }

  /** What an attempt still waits for when time has come to the question. */
  private void waitsAtEnd(Attempt attempt) {
    if (attempt.forgiven() != null) {
      return;
    }
    candidates.addAll(endings.open(attempt));
    for (int way = attempt.open().nextSetBit(0);
        way >= 0;
        way = attempt.open().nextSetBit(way + 1)) {
      Step step = attempt.node().edges().get(way).to().step();
      if (step != null) {
        furthest.add(new Near(attempt, new NotYet(step)));
      }
    }
  }
}
