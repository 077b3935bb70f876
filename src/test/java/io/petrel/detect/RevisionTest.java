package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision;
import io.petrel.detect.nfa.FlinkPatternCompiler;
import io.petrel.detect.nfa.RuleSource;
import io.petrel.detect.rules.RuleCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Emit;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random rules, reports in random order, delayed, repeated and corrected, through restores with
 * other parallelism and kills back to an older checkpoint: what stands when all have come is what a
 * run finds that sees them in order, and what Flink CEP's own operator finds.
 */
class RevisionTest {
  private static final long MINUTE = 60_000;
  private static final long SEED = Long.getLong("petrel.seed", 1);

  /** Streams of reports, of up to three stations each; ten run at once, under the same rules. */
  private static final int CASES = Integer.getInteger("petrel.cases", 400);

  private static final int GROUPS = 10;

  /** Minutes to which time goes on after all reports. */
  private static final long UNTIL = 500;

  private static final List<String> WITH_MEASURES =
      List.of(
          """
          rule: fall
          title: Fall
          severity: minor
          within: 10m
          pattern:
            - {step: first, where: 'fall(temperature_c, "5m") >= 2.0'}
            - {step: second, follows: relaxed, where: temperature_c > previous(temperature_c)}
          headline: "${first.temperature_c} ${avg(temperature_c, '8m')}"
          """,
          """
          rule: rare
          title: Rare
          severity: minor
          observations: has(temperature_c)
          when: since(temperature_c) >= 120.0 && max(temperature_c, "15m") >= 3.0
          headline: "${min(temperature_c, '9m')}"
          incident: {ends: {when: temperature_c <= 1.0}}
          """);

  /** The text of a file: a seed, or a rule in YAML. */
  private record Compiler() implements RuleCompiler {
    private static final long serialVersionUID = 1;

    @Override
    public Rule compile(RuleFile file) {
      return file.text().startsWith("rule:")
          ? new TextRuleCompiler().compile(file)
          : seeded(Long.parseLong(file.text()));
    }
  }

  private record Seeded(long seed) implements RuleSource {
    @Override
    public Rule rule() {
      return seeded(seed);
    }
  }

  private static Rule seeded(long seed) {
    Rule rule = RandomRules.rule(seed, seed % 2 == 0);
    SplittableRandom random = new SplittableRandom(seed * 13 + 5);
    Emit emit = random.nextInt(4) == 0 ? Emit.values()[random.nextInt(2)] : null;
    IncidentPolicy incident = rule.incident();
    if (random.nextInt(3) == 0) {
      incident =
          new IncidentPolicy(
              incident.by(),
              incident.quiet(),
              incident.remind(),
              incident.escalate(),
              new RandomRules.TestCondition("atMost", -1, random.nextInt(3)),
              Duration.ZERO,
              null,
              List.of());
    }
    return new Rule(
        "r" + seed,
        "v-" + seed,
        "m-" + seed,
        rule.text(),
        rule.observations(),
        rule.pattern(),
        rule.within(),
        rule.afterMatch(),
        rule.alertOnTimeout(),
        rule.onEdit(),
        emit,
        incident,
        rule.measures());
  }

  /** A report, or the watermark after it, or a restore. */
  private record Case(
      long seed, List<RuleFile> rules, DetectSettings settings, List<Observation> arrivals) {
    static Case of(long seed) {
      SplittableRandom random = new SplittableRandom(seed * 7919 + 1);
      boolean isLong = random.nextInt(6) == 0;
      List<RuleFile> rules = new ArrayList<>();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        long rule = seed * 10 + i;
        rules.add(RuleFile.of("r" + (isLong ? rule * 2 : rule), "" + (isLong ? rule * 2 : rule)));
      }
      rules.removeIf(RevisionTest::isRefused);
      for (String text : WITH_MEASURES) {
        if (rules.isEmpty() || random.nextInt(4) == 0) {
          rules.add(RuleFile.of(text.substring(6, 10), text));
        }
      }
      long reviseFor = random.nextInt(5, 40);
      boolean delays = random.nextInt(3) == 0;
      DetectSettings settings =
          new DetectSettings(
              isLong ? 60 : 100_000,
              5,
              Duration.ofDays(30),
              random.nextInt(1, 4),
              random.nextInt(4) == 0 ? Emit.WHEN_CERTAIN : Emit.IMMEDIATELY,
              Duration.ofMinutes(reviseFor),
              new ReportDelays(
                  Duration.ZERO, delays ? Map.of("slow", Duration.ofMinutes(6)) : Map.of()),
              io.petrel.detect.match.PathObserver.NONE);
      List<Sent> sent = new ArrayList<>();
      for (int group = 0; group < GROUPS; group++) {
        send(random, isLong && group < 2, reviseFor, "" + group, sent);
      }
      sent.sort(Comparator.comparingLong(Sent::millis).thenComparing(Sent::order));
      return new Case(seed, rules, settings, sent.stream().map(Sent::report).toList());
    }

    private record Sent(long millis, int order, Observation report) {}

    /** Reports of three stations. */
    private static void send(
        SplittableRandom random, boolean isLong, long reviseFor, String group, List<Sent> sent) {
      int size = isLong ? random.nextInt(40, 110) : random.nextInt(4, 18);
      int lateShare = random.nextInt(2, 8);
      long minute = 1;
      for (int i = 0; i < size; i++) {
        minute += random.nextInt(10) == 0 ? 0 : random.nextInt(8) == 0 ? random.nextInt(12) : 1;
        String station = random.nextInt(4) == 0 ? "b" : random.nextInt(9) == 0 ? "c" : "a";
        station += group;
        Observation.Builder builder =
            Observation.at(station, minute * MINUTE)
                .feed(random.nextInt(3) == 0 || station.startsWith("b") ? "slow" : "quick")
                .set(Variables.WIND_SPEED_MS, i);
        if (random.nextInt(8) != 0) {
          builder.set(Variables.TEMPERATURE_C, random.nextInt(5));
        }
        Observation report = builder.build();
        long at = minute + delay(random, lateShare, reviseFor);
        sent.add(new Sent(at, sent.size(), report));
        if (random.nextInt(10) == 0) {
          long again = minute + delay(random, 2, reviseFor);
          sent.add(new Sent(again, sent.size(), report));
        }
        if (random.nextInt(6) == 0) {
          long corrected = minute + delay(random, 2, reviseFor);
          sent.add(
              new Sent(
                  corrected,
                  sent.size(),
                  report.toBuilder()
                      .revision(1)
                      .set(Variables.TEMPERATURE_C, random.nextInt(5))
                      .build()));
        }
      }
    }

    /** Most come at once, some later, a few too late. */
    private static long delay(SplittableRandom random, int lateShare, long reviseFor) {
      return random.nextInt(lateShare) != 0
          ? 0
          : random.nextInt(1, (int) (random.nextInt(6) == 0 ? 4 * reviseFor : reviseFor));
    }

    boolean isInTime(Map<String, Long> newest, Observation report) {
      long before = newest.getOrDefault(report.stationId(), Long.MIN_VALUE);
      if (before != Long.MIN_VALUE
          && report.timeMillis() < before - settings.reviseFor().toMillis()) {
        return false;
      }
      newest.merge(report.stationId(), report.timeMillis(), Math::max);
      return true;
    }

    String name() {
      return "-Dpetrel.seed=%d -Dpetrel.cases=1%n%s%n%s%n%s"
          .formatted(seed, settings, rules, arrivals);
    }
  }

  private int revisions;
  private int withdrawn;
  private int added;
  private int late;
  private int matches;
  private int kills;
  private int stock;
  private int stockMatches;

  @Test
  void standsInTheEndWhatAnOrderedRunFinds() throws Exception {
    for (long seed = SEED; seed < SEED + (CASES + GROUPS - 1) / GROUPS; seed++) {
      Case one = Case.of(seed);
      List<Observation> inTime = new ArrayList<>();
      List<Detection> expected = check(one, inTime);
      for (RuleFile file : one.rules()) {
        compareWithStock(one, file, inTime, expected);
      }
    }
    String all =
        "%d cases, %d matches and clears, %d revisions: %d withdrawn, %d added; %d reports too late; %d kills; %d rules compared with stock Flink: %d matches"
            .formatted(
                CASES, matches, revisions, withdrawn, added, late, kills, stock, stockMatches);
    LoggerFactory.getLogger(RevisionTest.class).warn(all);
    if (CASES >= 100) {
      assertThat(withdrawn).as(all).isGreaterThan(CASES / 2);
      assertThat(added).as(all).isGreaterThan(CASES / 2);
      assertThat(late).as(all).isGreaterThan(CASES / 20);
      assertThat(kills).as(all).isGreaterThan(CASES / 50);
      assertThat(stock).as(all).isGreaterThan(CASES / 20);
      assertThat(stockMatches).as(all).isGreaterThan(CASES / 2);
    }
  }

  /**
   * Flink's automaton asks its buffer for a node that never was when an absence can come first: the
   * rule language refuses such a pattern. Whatever fails, the other rules find what they find.
   */
  @Test
  void standsAlikeWhereFlinksAutomatonFails() throws Exception {
    Case one = Case.of(100_663);
    RuleFile failing = RuleFile.of("r1006631", "1006631");
    assertThat(one.rules()).contains(failing);
    List<Observation> inTime = new ArrayList<>();
    List<Detection> expected = check(one, inTime);
    assertThatThrownBy(() -> stock(new Compiler().compile(failing), failing, inTime))
        .isInstanceOf(StockCep.FlinkFault.class)
        .hasRootCauseInstanceOf(NullPointerException.class);
    assertThat(expected).noneMatch(found -> found.rule().equals(failing.name()));
    assertThat(expected).isNotEmpty();
  }

  /** Returns what the run in order finds, in that order. */
  private List<Detection> check(Case one, List<Observation> inTime) throws Exception {
    List<Observation> tooLate = new ArrayList<>();
    Standing standing = revised(one, inTime, tooLate);
    List<Detection> inOrder = inOrder(one, inTime);
    Standing expected = new Standing();
    inOrder.forEach(expected::add);
    List<String> wrong = new ArrayList<>(standing.list());
    List<String> missing = new ArrayList<>(expected.list());
    wrong.removeAll(expected.list());
    missing.removeAll(standing.list());
    assertThat(wrong)
        .as(() -> "wrong; missing are %s%n%s".formatted(missing, one.name()))
        .isEmpty();
    assertThat(missing).as(() -> "missing " + one.name()).isEmpty();
    late += tooLate.size();
    matches += inOrder.size();
    return inOrder;
  }

  /** A checkpoint, and how far the run was then. */
  private record Saved(
      OperatorRun.Checkpoint checkpoint,
      int next,
      int inTime,
      int tooLate,
      long highest,
      Map<String, Long> newest) {}

  /** Runs a case with watermarks, restores and kills at random, and puts the outcome together. */
  private Standing revised(Case one, List<Observation> inTime, List<Observation> tooLate)
      throws Exception {
    SplittableRandom random = new SplittableRandom(one.seed() + 77);
    Map<String, Long> newest = new HashMap<>();
    RuleSetUpdate rules = new RuleSetUpdate(0, one.rules());
    try (OperatorRun run = new OperatorRun(rules, new Compiler(), one.settings(), null)) {
      boolean restores = random.nextInt(3) == 0;
      boolean isKilled = random.nextInt(3) == 0;
      int bound = random.nextInt(12);
      long highest = 0;
      Saved saved = new Saved(run.checkpoint(), 0, 0, 0, 0, Map.of());
      for (int i = 0; i < one.arrivals().size(); i++) {
        Observation report = one.arrivals().get(i);
        int lateBefore = run.late().size();
        run.observe(report);
        boolean isLate = run.late().size() > lateBefore;
        (isLate ? tooLate : inTime).add(report);
        // With when-certain a report that waits does not count as its station's newest yet.
        if (one.settings().emit() == Emit.IMMEDIATELY) {
          assertThat(isLate)
              .as(() -> "late %s %s".formatted(report, one.name()))
              .isEqualTo(!one.isInTime(newest, report));
        }
        highest = Math.max(highest, report.timeMillis());
        if (random.nextInt(3 * GROUPS) == 0) {
          run.watermark(highest - bound * MINUTE);
        }
        if (restores && random.nextInt(8 * GROUPS) == 0) {
          run.restore(random.nextInt(1, 4));
        }
        if (isKilled && random.nextInt(5 * GROUPS) == 0) {
          saved =
              new Saved(
                  run.checkpoint(),
                  i + 1,
                  inTime.size(),
                  tooLate.size(),
                  highest,
                  Map.copyOf(newest));
        }
        if (isKilled && random.nextInt(8 * GROUPS) == 0) {
          kills++;
          run.resume(saved.checkpoint(), random.nextInt(1, 4));
          i = saved.next() - 1;
          inTime.subList(saved.inTime(), inTime.size()).clear();
          tooLate.subList(saved.tooLate(), tooLate.size()).clear();
          highest = saved.highest();
          newest.clear();
          newest.putAll(saved.newest());
        }
      }
      run.watermark(UNTIL * MINUTE);
      return standing(run.detections(), one);
    }
  }

  private Standing standing(List<Detection> detections, Case of) {
    Standing standing = new Standing();
    for (Detection detection : detections) {
      if (detection instanceof Revision revision) {
        revisions++;
        withdrawn += revision.withdrawn().size();
        added += revision.added().size();
        for (Revision.Withdrawn gone : revision.withdrawn()) {
          assertThat(standing.withdraw(gone.id()))
              .as(() -> "withdrawn %s %s".formatted(revision, of.name()))
              .isTrue();
        }
        revision.added().forEach(standing::add);
      } else {
        standing.add(detection);
      }
    }
    return standing;
  }

  /** Detections with how often each stands: Flink CEP finds some matches twice. */
  private static final class Standing {
    private final Map<Long, String> texts = new HashMap<>();
    private final Map<Long, Integer> counts = new HashMap<>();

    void add(Detection detection) {
      String more = detection instanceof Match match ? " " + match.message().headline() : "";
      texts.put(detection.id(), OperatorRun.text(detection) + more);
      counts.merge(detection.id(), 1, Integer::sum);
    }

    boolean withdraw(long id) {
      Integer before = counts.get(id);
      counts.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1);
      return before != null;
    }

    List<String> list() {
      List<String> list = new ArrayList<>();
      counts.forEach((id, count) -> list.add(texts.get(id) + " x" + count + " " + id));
      list.sort(Comparator.naturalOrder());
      return list;
    }
  }

  private static List<Detection> inOrder(Case one, List<Observation> arrivals) throws Exception {
    RuleSetUpdate rules = new RuleSetUpdate(0, one.rules());
    try (OperatorRun run = new OperatorRun(rules, new Compiler(), one.settings().inOrder(), null)) {
      run.observe(arrivals);
      run.watermark(UNTIL * MINUTE);
      return List.copyOf(run.detections());
    }
  }

  private void compareWithStock(
      Case one, RuleFile file, List<Observation> arrivals, List<Detection> expected)
      throws Exception {
    Rule rule = new Compiler().compile(file);
    if (rule.afterMatch().kind() == AfterMatch.Kind.RESTART
        || one.settings().partialMatches() < 1_000
        || file.text().startsWith("rule:")) {
      return;
    }
    List<String> found;
    try {
      found = stock(rule, file, arrivals);
    } catch (StockCep.FlinkFault e) {
      return;
    }
    assertThat(
            expected.stream()
                .filter(each -> each instanceof Match && each.rule().equals(rule.id()))
                .map(match -> OurMatches.text((Match) match)))
        .as(() -> rule.id() + " " + one.name())
        .containsExactlyInAnyOrderElementsOf(found);
    stock++;
    stockMatches += found.size();
  }

  private static List<String> stock(Rule rule, RuleFile file, List<Observation> arrivals)
      throws Exception {
    List<Observation> ordered = new ArrayList<>();
    for (String station : arrivals.stream().map(Observation::stationId).distinct().toList()) {
      ordered.addAll(
          new DryRun(rule)
              .inOrder(arrivals.stream().filter(o -> o.stationId().equals(station)).toList()));
    }
    ordered.sort(Comparator.comparingLong(Observation::timeMillis));
    // No window of a rule is longer than a quarter of an hour.
    long until = ordered.get(ordered.size() - 1).timeMillis() / MINUTE + 20;
    return StockCep.run(new Seeded(Long.parseLong(file.text())), null, ordered, until).stream()
        .map(StockCep.Found::match)
        .toList();
  }

  private static boolean isRefused(RuleFile file) {
    if (file.text().startsWith("rule:")) {
      return false;
    }
    Seeded source = new Seeded(Long.parseLong(file.text()));
    try {
      var pattern = FlinkPatternCompiler.compile(source.rule(), source);
      NFACompiler.compileFactory(pattern, true);
      return NFACompiler.canProduceEmptyMatches(pattern);
    } catch (RuntimeException e) {
      return true;
    }
  }
}
