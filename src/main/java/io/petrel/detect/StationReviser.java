package io.petrel.detect;

import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.ReportChange;
import io.petrel.alert.detection.Revision;
import io.petrel.detect.StationPast.Emitted;
import io.petrel.detect.StationPast.Found;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.measure.ObservationBuffer;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the rules find as soon as it may be told, and takes back what a late or corrected
 * report shows to be wrong: once all reports have come, what stands is what a run finds that sees
 * them in order (the aggressive strategy with compensation: Liu et al., Sequence Pattern Query
 * Processing over Out-of-Order Event Streams, ICDE 2009, doi 10.1109/ICDE.2009.95).
 *
 * <p>The clock of a station is the event time at which its reports have all come, as far as is
 * known: the watermark, less what its feed takes longer than usual. Not thread-safe.
 */
final class StationReviser {
  private final StationRunner runner;
  private final DetectSettings settings;
  private final DetectMetrics metrics;
  private final long reviseForMillis;

  StationReviser(StationRunner runner, DetectSettings settings, DetectMetrics metrics) {
    this.runner = runner;
    this.settings = settings;
    this.metrics = metrics;
    this.reviseForMillis = settings.reviseFor().toMillis();
  }

  /** How much longer than usual reports of the station may take. */
  long extraMillis(StationState station) {
    return settings.isInOrder() || station.history().size() == 0
        ? 0
        : settings.reportDelays().extraMillis(station.history().newest().feed());
  }

  /** The station's clock; it does not go back when the feed becomes slower. */
  long clock(StationState station, long watermark) {
    long extra = watermark == Long.MIN_VALUE ? 0 : extraMillis(station);
    return Math.max(watermark - extra, station.past().passedMillis());
  }

  /**
   * Takes a report that does not wait for the clock, and says when to look again. A station's first
   * report is taken however old it is: there is no newer one that it could be too old for.
   */
  StationState.Arrival arrive(
      StationState station,
      CompiledRuleSet rules,
      Observation report,
      long clock,
      Consumer<Detection> out)
      throws IOException {
    Pass pass = begin(station, rules, clock, out);
    pass.takePending(); // A faster feed moves the clock without a wake.
    StationState.Arrival arrival = StationState.Arrival.NEW;
    long newest = station.newestArrived();
    if (newest != Long.MIN_VALUE && report.timeMillis() < newest - reviseForMillis) {
      arrival = StationState.Arrival.LATE;
    } else if (report.timeMillis() > Math.max(station.newest(), station.past().passedMillis())) {
      pass.live(report);
    } else {
      arrival = revise(pass, report);
    }
    pass.settle();
    return arrival;
  }

  /** Lets time pass up to the clock, and says when to look again. */
  void pass(StationState station, CompiledRuleSet rules, long clock, Consumer<Detection> out)
      throws IOException {
    Pass pass = begin(station, rules, clock, out);
    pass.takePending();
    pass.settle();
  }

  private Pass begin(
      StationState station, CompiledRuleSet rules, long clock, Consumer<Detection> out)
      throws IOException {
    station.moveTo(rules);
    if (reviseForMillis == 0) {
      station.past().clear();
    } else {
      station.past().begin(station);
    }
    return new Pass(station, clock, out);
  }

  /** One way of a station through time. */
  private final class Pass implements Consumer<Detection> {
    private final StationState station;
    private final StationPast past;
    private final long clock;
    private final Consumer<Detection> out;
    private long position;
    private long dueMillis;

    /** Receives what is found when the reports run again; null = they run for the first time. */
    private @Nullable List<Found> again;

    Pass(StationState station, long clock, Consumer<Detection> out) {
      this.station = station;
      this.past = station.past();
      this.clock = clock;
      this.out = out;
    }

    /** Takes the reports that have waited for the clock. */
    void takePending() throws IOException {
      for (Observation next = station.next(clock); next != null; next = station.next(clock)) {
        live(next);
      }
    }

    /** Takes a report that is newer than all. */
    void live(Observation report) throws IOException {
      if (reviseForMillis > 0) {
        past.append(report);
        takeLast(report);
      } else {
        step(report, 0, true);
      }
    }

    /** Takes the last report of the tail. */
    void takeLast(Observation report) throws IOException {
      step(report, past.endPosition() - 1, true);
      past.climb(station, past.endPosition());
      if (past.moveBase(report.timeMillis() - reviseForMillis)) {
        metrics.shortened();
      }
    }

    private void step(Observation report, long at, boolean isNew) {
      position = at;
      silence(report.timeMillis() - 1);
      dueMillis = report.timeMillis();
      runner.again(!isNew);
      runner.take(station, report, this);
      runner.again(again != null);
    }

    /**
     * Tells what is certain without a report, step by step, so that it is known since when.
     *
     * @return whether there was anything
     */
    private boolean silence(long untilMillis) {
      long due = runner.nextChange(station);
      boolean isAny = due <= untilMillis;
      while (due <= untilMillis) {
        dueMillis = due;
        runner.expire(station, due, this);
        runner.trimSilent(station, due);
        due = Math.max(due + 1, runner.nextChange(station));
      }
      return isAny;
    }

    private void silenceToClock() {
      position = past.endPosition();
      if (silence(clock)) {
        past.passed(clock);
      }
    }

    /** Takes all reports after a position again, of which the first is new. */
    List<Found> rerun(long from) throws IOException {
      List<Found> found = new ArrayList<>();
      again = found;
      runner.again(true);
      StationPast.Rung rung = past.lastRung(from);
      station.resume(state(rung));
      long reached = rung == null ? past.basePosition() : rung.position();
      int edit = past.firstEdit(rung == null ? past.baseMillis() : rung.millis());
      for (int i = (int) (reached - past.basePosition()); i < past.tail().size(); i++) {
        Observation report = past.tail().get(i);
        edit = endYounger(edit, report.timeMillis());
        long at = past.basePosition() + i;
        step(report, at, at == from);
        past.climb(station, past.basePosition() + i + 1);
      }
      endYounger(edit, Long.MAX_VALUE);
      silenceToClock();
      again = null;
      runner.again(false);
      return found;
    }

    private StationState state(StationPast.@Nullable Rung rung) throws IOException {
      if (rung != null) {
        return StationStateCodec.read(station.id(), rung.snapshot(), station.rules());
      }
      byte[] base = past.base();
      return base == null
          ? new StationState(station.id(), station.rules())
          : StationStateCodec.read(station.id(), base, station.rules());
    }

    /** Rules that came before a time begin there. */
    private int endYounger(int edit, long beforeMillis) {
      int next = edit;
      for (; next < past.edits().size(); next++) {
        StationPast.Edit one = past.edits().get(next);
        if (one.newestMillis() >= beforeMillis) {
          break;
        }
        station.endYounger(one.epoch());
      }
      return next;
    }

    /** Lets time pass up to the clock, tells what is due, and says when to look again. */
    void settle() {
      silenceToClock();
      for (Found found : past.takeHeld(found -> found.dueMillis() <= clock)) {
        tell(found);
      }
      long wake = Math.min(runner.nextWake(station), past.firstDue());
      station.wake(wake == Long.MAX_VALUE ? wake : wake + extraMillis(station));
    }

    @Override
    public void accept(Detection detection) {
      Found found = new Found(position, dueMillis, since(detection), detection);
      if (again != null) {
        again.add(found);
      } else if (waits(found)) {
        past.hold(found);
      } else {
        tell(found);
      }
    }

    private long since(Detection detection) {
      CompiledRule rule = station.rules().byId().get(detection.rule());
      return rule == null || !rule.rule().version().equals(detection.ruleVersion())
          ? Found.DRAINING
          : rule.since();
    }

    /** What ends a danger does not overtake the match that waits. */
    private boolean waits(Found found) {
      Detection detection = found.detection();
      boolean isWhenCertain =
          detection instanceof Match match
              ? match.incident().whenCertain()
              : detection instanceof Clear clear && clear.whenCertain();
      return found.dueMillis() > clock
          && (isWhenCertain || (detection instanceof Clear && holdsMatchOf(detection.rule())));
    }

    private boolean holdsMatchOf(String rule) {
      for (Found found : past.held()) {
        if (found.detection().rule().equals(rule)) {
          return true;
        }
      }
      return false;
    }

    private void tell(Found found) {
      note(found);
      out.accept(found.detection());
    }

    private void note(Found found) {
      if (reviseForMillis > 0 && found.since() != Found.DRAINING) {
        past.emitted(Emitted.of(found));
      }
    }
  }

  /** Takes a report that is not newer than all, and not too old. */
  private StationState.Arrival revise(Pass pass, Observation report) throws IOException {
    if (reviseForMillis == 0) {
      return takeOfNewestTime(pass, report);
    }
    StationState station = pass.station;
    StationPast past = pass.past;
    StationPast.Place place = past.put(report);
    if (place.index() < 0) {
      return place.arrival();
    }
    boolean isLast = place.index() == past.tail().size() - 1 && place.replaced() == null;
    if (isLast && report.timeMillis() > past.passedMillis()) {
      pass.takeLast(report);
      return place.arrival();
    }
    if (!isLast) {
      metrics.revised(station.newestArrived() - report.timeMillis());
    }
    long from = past.basePosition() + place.index();
    List<Found> found = pass.rerun(from);
    tell(compare(pass, found, from, isLast), pass, change(place.replaced(), report), isLast);
    return place.arrival();
  }

  /** Where nothing is revised, only another report of the newest time is not late. */
  private static StationState.Arrival takeOfNewestTime(Pass pass, Observation report)
      throws IOException {
    ObservationBuffer history = pass.station.history();
    long time = report.timeMillis();
    boolean isLate = time < pass.station.newest() || time <= pass.past.passedMillis();
    for (int i = history.size() - 1; i >= 0 && history.get(i).timeMillis() == time; i--) {
      Observation other = history.get(i);
      if (other.revision() > report.revision() || other.equals(report)) {
        return StationState.Arrival.DUPLICATE;
      }
      isLate |= other.revision() < report.revision();
    }
    if (isLate) {
      return StationState.Arrival.LATE;
    }
    pass.live(report);
    return StationState.Arrival.NEW;
  }

  /** What becomes different at one place of a rule. */
  private record Difference(List<Revision.Withdrawn> withdrawn, List<Detection> added) {}

  /**
   * Compares what is found now with what was told, and keeps what is found now.
   *
   * @param found from a position on
   * @param isLast whether the report is newer than all: what it completes is new
   */
  private static Map<RuleAndPlace, Difference> compare(
      Pass pass, List<Found> found, long from, boolean isLast) {
    StationPast past = pass.past;
    List<Emitted> before = past.takeEmitted(from);
    var unused = past.takeHeld(one -> one.position() >= from && one.since() != Found.DRAINING);
    Map<RuleAndPlace, Difference> differences = new TreeMap<>();
    for (Found one : found) {
      // What a draining version began before the change of rules is not known any more.
      boolean isKnown =
          one.since() != Found.DRAINING || (isLast && one.dueMillis() == pass.station.newest());
      if (one.position() < from || !isKnown || past.isBeforeItsRule(one)) {
        continue;
      }
      Emitted told = take(before, one);
      if (told != null) {
        past.emitted(told.at(one.position()));
      } else if (pass.waits(one)) {
        past.hold(one);
      } else {
        pass.note(one);
        Detection detection = one.detection();
        difference(differences, detection.rule(), detection.by()).added().add(detection);
      }
    }
    for (Emitted one : before) {
      if (pass.station.rules().runs(one.rule(), one.since())) {
        difference(differences, one.rule(), one.by())
            .withdrawn()
            .add(new Revision.Withdrawn(one.id(), one.timeMillis()));
      }
    }
    return differences;
  }

  private static @Nullable Emitted take(List<Emitted> before, Found found) {
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).told(found)) {
        return before.remove(i);
      }
    }
    return null;
  }

  /** The place as sorted text, so that the order is the same in every run. */
  private record RuleAndPlace(String rule, Map<String, String> by)
      implements Comparable<RuleAndPlace> {
    @Override
    public int compareTo(RuleAndPlace other) {
      int order = rule.compareTo(other.rule);
      return order != 0 ? order : sorted().compareTo(other.sorted());
    }

    private String sorted() {
      return new TreeMap<>(by).toString();
    }
  }

  private static Difference difference(
      Map<RuleAndPlace, Difference> differences, String rule, Map<String, String> by) {
    return differences.computeIfAbsent(
        new RuleAndPlace(rule, by), key -> new Difference(new ArrayList<>(), new ArrayList<>()));
  }

  private static void tell(
      Map<RuleAndPlace, Difference> differences, Pass pass, ReportChange cause, boolean isLast) {
    differences.forEach(
        (at, difference) -> {
          if (isLast && difference.withdrawn().isEmpty()) {
            difference.added().forEach(pass.out);
            return;
          }
          long first =
              LongStream.concat(
                      difference.withdrawn().stream().mapToLong(Revision.Withdrawn::timeMillis),
                      difference.added().stream().mapToLong(Detection::timeMillis))
                  .min()
                  .orElseThrow();
          CompiledRule rule = pass.station.rules().byId().get(at.rule());
          pass.out.accept(
              new Revision(
                  at.rule(),
                  rule == null ? "" : rule.rule().version(),
                  pass.station.id(),
                  first,
                  at.by(),
                  difference.withdrawn(),
                  difference.added(),
                  cause));
        });
  }

  /** How a report differs from the one that it replaces; null = from none. */
  private static ReportChange change(@Nullable Observation before, Observation after) {
    List<ReportChange.Value> values = new ArrayList<>();
    for (Variable variable : Variables.all()) {
      addChange(
          values,
          variable.name(),
          before == null ? Double.NaN : before.value(variable),
          after.value(variable));
    }
    TreeSet<String> extras = new TreeSet<>(after.extra().keySet());
    if (before != null) {
      extras.addAll(before.extra().keySet());
    }
    for (String name : extras) {
      addChange(
          values,
          "extra." + name,
          before == null ? Double.NaN : before.extra(name),
          after.extra(name));
    }
    return new ReportChange(
        before == null ? ReportChange.Kind.LATE_REPORT : ReportChange.Kind.CORRECTION,
        after.stationId(),
        after.displayName(),
        after.timeMillis(),
        values);
  }

  private static void addChange(
      List<ReportChange.Value> values, String field, double before, double after) {
    if (Double.compare(before, after) != 0) {
      values.add(new ReportChange.Value(field, before, after));
    }
  }
}
