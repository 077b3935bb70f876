package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Match;
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
    int run = 0;
    int refused = 0;
    int broken = 0;
    int compact = 0;
    long matches = 0;
    for (long seed = SEED; run < CASES; seed++) {
      Seeded source = new Seeded(seed, seed % 4 == 0);
      Rule rule = source.rule();
      if (rule.afterMatch().kind() == AfterMatch.Kind.RESTART) {
        continue;
      }
      if (isRefused(source)) {
        refused++;
        continue;
      }
      List<Observation> stream = RandomRules.stream(seed);
      List<String> expected = new ArrayList<>();
      try {
        StockCep.run(source, null, stream, UNTIL).forEach(found -> expected.add(found.match()));
      } catch (Exception e) {
        broken++;
        continue;
      }
      compact += Detector.matcher(rule) == MatcherKind.COMPACT ? 1 : 0;
      compare(rule, stream, seed, expected);
      run++;
      matches += expected.size();
    }
    report("as Flink", run, compact, refused, broken, matches);
  }

  @Test
  void restartsAsItsDefinitionSays() throws Exception {
    int run = 0;
    int refused = 0;
    int broken = 0;
    int compact = 0;
    long matches = 0;
    for (long seed = SEED; run < CASES; seed++) {
      Seeded source = new Seeded(seed, seed % 3 == 0);
      Rule rule = source.rule();
      if (rule.afterMatch().kind() != AfterMatch.Kind.RESTART) {
        continue;
      }
      if (isRefused(source)) {
        refused++;
        continue;
      }
      List<Observation> stream = RandomRules.stream(seed);
      List<String> expected;
      try {
        expected =
            RestartOracle.run(source, stream, UNTIL).stream().map(StockCep.Found::match).toList();
      } catch (Exception e) {
        broken++;
        continue;
      }
      compact += Detector.matcher(rule) == MatcherKind.COMPACT ? 1 : 0;
      compare(rule, stream, seed, expected);
      run++;
      matches += expected.size();
    }
    report("restart", run, compact, refused, broken, matches);
  }

  private record Sibling(long seed, int index) implements RuleSource {
    @Override
    public Rule rule() {
      return RandomRules.siblings(seed).get(index);
    }
  }

  @Test
  void rulesThatShareWhatIsInProgressFindWhatEachFindsAlone() throws Exception {
    int run = 0;
    int refused = 0;
    int broken = 0;
    int compact = 0;
    long matches = 0;
    for (long seed = SEED; run < CASES; seed++) {
      List<Observation> stream = RandomRules.stream(seed);
      List<Rule> rules = new ArrayList<>();
      Map<String, List<String>> expected = new HashMap<>();
      List<Rule> siblings = RandomRules.siblings(seed);
      for (int i = 0; i < siblings.size(); i++) {
        Sibling source = new Sibling(seed, i);
        if (isRefused(source)) {
          refused++;
          continue;
        }
        try {
          expected.put(siblings.get(i).id(), foundAlone(source, stream));
          rules.add(siblings.get(i));
          compact += Detector.matcher(siblings.get(i)) == MatcherKind.COMPACT ? 1 : 0;
        } catch (Exception e) {
          broken++;
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
      run += rules.size();
      matches += found.size();
    }
    report("together", run, compact, refused, broken, matches);
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
      Pattern<Observation, ?> pattern = PatternCompiler.compile(source.rule(), source);
      NFACompiler.compileFactory(pattern, true);
      return NFACompiler.canProduceEmptyMatches(pattern);
    } catch (RuntimeException e) {
      return true;
    }
  }

  private static void report(
      String what, int run, int compact, int refused, int broken, long matches) {
    assertThat(matches).isPositive();
    org.slf4j.LoggerFactory.getLogger(DifferentialTest.class)
        .warn(
            "{}: {} cases, {} of them compact, {} matches; {} patterns refused by Flink, {} broke in Flink",
            what,
            run,
            compact,
            matches,
            refused,
            broken);
  }
}
