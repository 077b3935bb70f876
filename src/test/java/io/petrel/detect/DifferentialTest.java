package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.detection.Match;
import io.petrel.detect.match.MatcherKind;
import io.petrel.detect.nfa.FlinkPatternCompiler;
import io.petrel.detect.nfa.RuleSource;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.pattern.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Random rules on random streams: the same matches as Flink CEP's own operator. */
class DifferentialTest {
  private static final long UNTIL = 200;
  private static final long SEED = Long.getLong("petrel.seed", 1);
  private static final int CASES = Integer.getInteger("petrel.cases", 400);

  private record Seeded(long seed, boolean linear) implements RuleSource {
    @Override
    public Rule rule() {
      return RandomRules.rule(seed, linear);
    }
  }

  @Test
  void findsWhatFlinkFinds() throws Exception {
    Tally tally = new Tally();
    for (long seed = SEED; tally.wantsMore(seed); seed++) {
      Seeded source = new Seeded(seed, seed % 2 == 0);
      Rule rule = source.rule();
      if (rule.afterMatch().kind() == AfterMatch.Kind.RESTART) {
        continue;
      }
      if (isRefused(source)) {
        tally.refused++;
        continue;
      }
      List<Observation> stream = RandomRules.stream(seed);
      List<String> expected = new ArrayList<>();
      try {
        StockCep.run(source, null, stream, UNTIL).forEach(found -> expected.add(found.match()));
      } catch (Exception e) {
        tally.broken++;
        continue;
      }
      compare(rule, stream, seed, expected);
      tally.ran(rule);
      tally.matches += expected.size();
    }
    tally.isWorthTheTest("as Flink");
  }

  @Test
  void restartsAsItsDefinitionSays() throws Exception {
    Tally tally = new Tally();
    for (long seed = SEED; tally.wantsMore(seed); seed++) {
      Seeded source = new Seeded(seed, seed % 3 == 0);
      Rule rule = source.rule();
      if (rule.afterMatch().kind() != AfterMatch.Kind.RESTART) {
        continue;
      }
      if (isRefused(source)) {
        tally.refused++;
        continue;
      }
      List<Observation> stream = RandomRules.stream(seed);
      List<String> expected;
      try {
        expected =
            RestartOracle.run(source, stream, UNTIL).stream().map(StockCep.Found::match).toList();
      } catch (Exception e) {
        tally.broken++;
        continue;
      }
      compare(rule, stream, seed, expected);
      tally.ran(rule);
      tally.matches += expected.size();
    }
    tally.isWorthTheTest("restart");
  }

  private record Sibling(long seed, int index) implements RuleSource {
    @Override
    public Rule rule() {
      return RandomRules.siblings(seed).get(index);
    }
  }

  @Test
  void rulesThatShareWhatIsInProgressFindWhatEachFindsAlone() throws Exception {
    Tally tally = new Tally();
    for (long seed = SEED; tally.wantsMore(seed); seed++) {
      List<Observation> stream = RandomRules.stream(seed);
      List<Rule> rules = new ArrayList<>();
      Map<String, List<String>> expected = new HashMap<>();
      List<Rule> siblings = RandomRules.siblings(seed);
      for (int i = 0; i < siblings.size(); i++) {
        Sibling source = new Sibling(seed, i);
        if (isRefused(source)) {
          tally.refused++;
          continue;
        }
        try {
          expected.put(siblings.get(i).id(), foundAlone(source, stream));
          rules.add(siblings.get(i));
          tally.ran(siblings.get(i));
        } catch (Exception e) {
          tally.broken++;
        }
      }
      List<Match> found = OurMatches.run(rules, stream, UNTIL, seed, true);
      for (Rule rule : rules) {
        assertThat(
                found.stream()
                    .filter(match -> match.rule().equals(rule.id()))
                    .map(OurMatches::text))
            .as(
                "%s of %d -Dpetrel.seed=%d -Dpetrel.cases=1%n%s%n%s",
                rule.id(), rules.size(), seed, rule.pattern(), stream)
            .containsExactlyInAnyOrderElementsOf(expected.get(rule.id()));
      }
      tally.matches += found.size();
    }
    tally.isWorthTheTest("together");
  }

  private static List<String> foundAlone(RuleSource source, List<Observation> stream)
      throws Exception {
    return source.rule().afterMatch().kind() == AfterMatch.Kind.RESTART
        ? RestartOracle.run(source, stream, UNTIL).stream().map(StockCep.Found::match).toList()
        : StockCep.run(source, null, stream, UNTIL).stream().map(StockCep.Found::match).toList();
  }

  /** Both matchers, where the compact one can. */
  private static void compare(
      Rule rule, List<Observation> stream, long seed, List<String> expected) {
    for (boolean compact : new boolean[] {false, true}) {
      List<Match> matches = OurMatches.run(rule, stream, UNTIL, seed, compact);
      assertThat(matches.stream().map(OurMatches::text).toList())
          .as(
              "compact %b -Dpetrel.seed=%d -Dpetrel.cases=1%n%s%n%s",
              compact, seed, rule.pattern(), stream)
          .containsExactlyInAnyOrderElementsOf(expected);
      if (Detector.matcher(rule) == MatcherKind.NFA) {
        return;
      }
    }
  }

  private static boolean isRefused(RuleSource source) {
    try {
      Pattern<Observation, ?> pattern = FlinkPatternCompiler.compile(source.rule(), source);
      NFACompiler.compileFactory(pattern, true);
      return NFACompiler.canProduceEmptyMatches(pattern);
    } catch (RuntimeException e) {
      return true;
    }
  }

  /** What became of the generated rules. */
  private static final class Tally {
    private int run;
    private int compact;
    private int refused;
    private int broken;
    private long matches;

    /** Bounded: a generator whose rules are all refused ends the test too. */
    boolean wantsMore(long seed) {
      return run < CASES && seed - SEED < 20L * CASES;
    }

    void ran(Rule rule) {
      run++;
      compact += Detector.matcher(rule) == MatcherKind.COMPACT ? 1 : 0;
    }

    /** Fails where the rules that ran prove little; a single case has to prove only itself. */
    void isWorthTheTest(String what) {
      String all =
          "%s: %d cases, %d of them compact, %d matches; %d patterns refused by Flink, %d broke in Flink"
              .formatted(what, run, compact, matches, refused, broken);
      LoggerFactory.getLogger(DifferentialTest.class).warn(all);
      assertThat(run).as(all).isGreaterThanOrEqualTo(CASES);
      if (CASES >= 100) {
        assertThat(matches).as(all).isGreaterThan(run);
        assertThat(compact).as(all).isGreaterThanOrEqualTo(run / 4);
        assertThat(broken).as(all).isLessThanOrEqualTo(run / 50);
      }
    }
  }
}
