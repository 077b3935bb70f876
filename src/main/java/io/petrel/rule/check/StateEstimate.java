package io.petrel.rule.check;

import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.text.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many partial matches a rule can keep at one station.
 *
 * <p>The worst case lets every report fulfil every condition, and no match complete: each report in
 * the window starts a partial match, which branches where a step follows {@code any} (a branch for
 * each later report) or repeats (a branch for each number of repetitions; two when it is {@code
 * consecutive} and the next step strict; with {@code combinations} one for each choice). The likely
 * number lets a condition hold for a quarter of the reports.
 *
 * @param worst partial matches at most; {@link Long#MAX_VALUE} = astronomic
 * @param likely partial matches when a condition holds for a quarter of the reports
 * @param window longest life of a partial match; null = no limit
 * @param reportInterval time between two reports of a station, as assumed
 */
public record StateEstimate(
    long worst, long likely, @Nullable Duration window, Duration reportInterval) {
  /** The default of {@code check}. */
  public static final Duration CHECKED_INTERVAL = Duration.ofMinutes(10);

  /** Default of the most partial matches of a rule at a station that an engine keeps. */
  public static final int USUAL_CAP = 1_000;

  /**
   * What a station's reports and detections that can be revised may take: six hours of a report
   * each five seconds, and twice as much because the oldest are let go in steps.
   */
  public static final long REVISION_CAP_BYTES = 4L << 20;

  /** Reports of a station after which its state is kept to go back to, at least. */
  public static final int SNAPSHOT_STRIDE = 16;

  private static final int REPORT_BYTES = 500;
  private static final int REFERENCE_BYTES = 4;

  private static final double LIKELY_SHARE = 0.25;
  private static final int MAX_EXPONENT = 62;
  private static final int BRANCHES_OF_STRICT_LOOP = 2;

  /** Estimates a rule for stations that report at an interval > 0. */
  public static StateEstimate of(Rule rule, Duration reportInterval) {
    List<Element> pattern = rule.pattern();
    if (pattern.size() == 1 && pattern.get(0) instanceof Step && !isRepeated(pattern.get(0))) {
      return new StateEstimate(0, 0, Duration.ZERO, reportInterval);
    }
    Duration window = window(rule);
    if (window == null && isStrictChain(pattern)) {
      return new StateEstimate(
          pattern.size() - 1L, pattern.size() - 1L, Duration.ZERO, reportInterval);
    }
    if (window == null) {
      return new StateEstimate(Long.MAX_VALUE, Long.MAX_VALUE, null, reportInterval);
    }
    double reports = Math.floor((double) window.toMillis() / reportInterval.toMillis()) + 1;
    return new StateEstimate(
        whole(partialMatches(pattern, reports, 1)),
        whole(partialMatches(pattern, reports, LIKELY_SHARE)),
        window,
        reportInterval);
  }

  public boolean isUnbounded() {
    return window == null;
  }

  /** One line for people. */
  public String words() {
    if (window == null) {
      return "no limit: add 'within'";
    }
    return "at most %s partial matches a station, likely %s, with a report every %s"
        .formatted(shown(worst), shown(likely), Durations.code(reportInterval));
  }

  /**
   * What revision needs at a station, as one line for people: its reports of twice the time that it
   * goes back (the oldest are let go in steps), and its states at ages that double, each with
   * references to the reports in the longest window.
   *
   * @param reviseFor > 0
   * @param longestWindow of all rules
   */
  public static String revisionWords(
      Duration reviseFor, Duration reportInterval, Duration longestWindow) {
    long reports = 2 * reviseFor.dividedBy(reportInterval) + SNAPSHOT_STRIDE;
    long snapshots = 1 + Math.round(Math.log((double) reports / SNAPSHOT_STRIDE) / Math.log(2));
    long inWindow = longestWindow.dividedBy(reportInterval) + 1;
    long bytes =
        Math.min(REVISION_CAP_BYTES, reports * REPORT_BYTES)
            + inWindow * (REPORT_BYTES + snapshots * REFERENCE_BYTES);
    return "at most %,d reports and %d states a station, about %,d kB, with a report every %s"
        .formatted(reports, snapshots, bytes / 1_000, Durations.code(reportInterval));
  }

  static String shown(long number) {
    return number == Long.MAX_VALUE ? "more than 10^18" : "%,d".formatted(number);
  }

  private static double partialMatches(List<Element> pattern, double reports, double share) {
    double starts = Math.max(1, reports * share(pattern.get(0), share));
    double branches = 1;
    for (int i = 0; i < pattern.size(); i++) {
      boolean last = i == pattern.size() - 1;
      branches *=
          isStrictLoop(pattern, i)
              ? BRANCHES_OF_STRICT_LOOP
              : branches(pattern.get(i), reports, share, i == 0, last);
    }
    return starts * branches;
  }

  /** Whether a report that does not match ends every branch but the loop and the step after it. */
  private static boolean isStrictLoop(List<Element> pattern, int i) {
    Element element = pattern.get(i);
    return element instanceof Step
        && isRepeated(element)
        && element.quantifier().between() == Contiguity.STRICT
        && (i == pattern.size() - 1
            || (pattern.get(i + 1).follows() == Contiguity.STRICT
                && !pattern.get(i + 1).quantifier().optional()));
  }

  private static double branches(
      Element element, double reports, double share, boolean first, boolean last) {
    if (element.absent()) {
      return 1;
    }
    double fitting = Math.max(1, reports * share(element, share));
    double most = Math.min(fitting, element.quantifier().max());
    double factor = element.quantifier().optional() ? 2 : 1;
    if (isRepeated(element)) {
      factor *=
          element.quantifier().between() == Contiguity.ANY
              ? Math.pow(2, Math.min(MAX_EXPONENT, most))
              : most;
    } else if (element.follows() == Contiguity.ANY && !first && !last) {
      factor *= fitting;
    }
    if (element instanceof Group group) {
      List<Element> inner = group.elements();
      for (int i = 0; i < inner.size(); i++) {
        factor *= branches(inner.get(i), reports, share, first && i == 0, false);
      }
    }
    return factor;
  }

  private static double share(Element element, double share) {
    if (element instanceof Group group) {
      return share(group.elements().get(0), share);
    }
    return element instanceof Step step && step.where() == Condition.ALWAYS ? 1 : share;
  }

  /** The rule's window, or the sum of the windows between steps when each has one. */
  private static @Nullable Duration window(Rule rule) {
    if (rule.within() != null) {
      return rule.within();
    }
    Duration sum = Duration.ZERO;
    boolean first = true;
    for (Element element : rule.pattern()) {
      if ((!first && !element.absent()) || isLastAbsence(rule, element)) {
        if (element.within() == null && element.follows() != Contiguity.STRICT) {
          return null;
        }
        sum = element.within() == null ? sum : sum.plus(element.within());
      }
      if (element.quantifier().isUnbounded()) {
        return null;
      }
      first = false;
    }
    return sum.isZero() ? null : sum;
  }

  private static boolean isLastAbsence(Rule rule, Element element) {
    List<Element> pattern = rule.pattern();
    return element.absent() && pattern.get(pattern.size() - 1) == element;
  }

  private static boolean isStrictChain(List<Element> pattern) {
    for (int i = 0; i < pattern.size(); i++) {
      Element element = pattern.get(i);
      boolean repeatsStrictly = element.quantifier().between() == Contiguity.STRICT;
      if (!(element instanceof Step)
          || (i > 0 && element.follows() != Contiguity.STRICT)
          || (isRepeated(element) && !repeatsStrictly)
          || element.quantifier().isUnbounded()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRepeated(Element element) {
    return element.quantifier().isRepeated();
  }

  private static long whole(double number) {
    return number >= 1e18 ? Long.MAX_VALUE : (long) Math.ceil(number);
  }
}
