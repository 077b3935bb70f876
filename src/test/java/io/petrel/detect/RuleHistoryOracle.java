package io.petrel.detect;

import io.petrel.detect.match.MatcherKind;
import io.petrel.detect.nfa.RuleSource;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Element;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Group;
import io.petrel.rule.Rule;
import io.petrel.rule.Rule.OnEdit;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.Step;
import io.petrel.rule.Truth;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a {@link RuleHistory} must bring, worked out in memory: each version of each rule by itself,
 * with stock Flink CEP or the definition of {@code restart}, over just the observations that it may
 * see. Stops and crashes do not exist here.
 */
final class RuleHistoryOracle {
  private static final long MINUTE = RuleHistory.MINUTE;
  private static final long ALWAYS = Long.MAX_VALUE;

  /** From the start to the first watermark nothing has passed. */
  private static final long NOTHING = -1;

  private final List<Observation> observations = new ArrayList<>();
  private final Map<String, Life> running = new TreeMap<>();
  private final List<Life> lives = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private long now = NOTHING;
  private int late;

  /**
   * What is to be told of a change.
   *
   * @param least matches in progress that are dropped
   * @param most the same, with those that have run out since their station's last observation
   */
  record Told(String rule, String version, RuleEvent.Outcome outcome, long least, long most) {}

  /** What matches alike: from one change of what is matched to the next. Times are minutes. */
  private static final class Life {
    final RuleFile file;
    final Rule rule;
    final long from;
    final TreeMap<Long, String> versions = new TreeMap<>();
    long begins = ALWAYS;
    long until = ALWAYS;

    Life(RuleFile file, long from) {
      this.file = file;
      this.rule = rule(file);
      this.from = from;
      versions.put(from, rule.version());
    }

    /** The version that is told of in a match that comes out at that minute. */
    String version(long minute) {
      return versions.lowerEntry(minute).getValue();
    }
  }

  RuleHistoryOracle(RuleHistory history) throws Exception {
    for (RuleFile file : history.initial().files()) {
      begin(file);
    }
    for (RuleHistory.Event event : history.events()) {
      if (event instanceof RuleHistory.Observed observed) {
        observe(observed.observation());
      } else if (event instanceof RuleHistory.Passed passed) {
        now = Math.max(now, passed.minute());
      } else if (event instanceof RuleHistory.Changed changed) {
        change(changed.rules());
      }
    }
  }

  private void begin(RuleFile file) {
    Life life = new Life(file, now);
    running.put(life.rule.id(), life);
    lives.add(life);
  }

  private static Rule rule(RuleFile file) {
    return new SeededRule.Compiler().compile(file);
  }

  private void observe(Observation observation) {
    if (observation.timeMillis() <= now * MINUTE) {
      late++;
      return;
    }
    observations.add(observation);
    observations.sort(Comparator.comparingLong(Observation::timeMillis));
  }

  private void change(RuleSetUpdate update) throws Exception {
    for (RuleFile file : update.files()) {
      Rule rule = rule(file);
      Life old = running.get(rule.id());
      if (old == null) {
        begin(file);
        tell(rule.id(), rule.version(), RuleEvent.Outcome.ACCEPTED, List.of());
      } else if (old.rule.matchVersion().equals(rule.matchVersion())) {
        String before = old.versions.lastEntry().getValue();
        old.versions.put(now, rule.version());
        if (!before.equals(rule.version())) {
          tell(rule.id(), rule.version(), RuleEvent.Outcome.ACCEPTED, List.of());
        }
      } else if (rule.onEdit() == OnEdit.DRAIN) {
        old.begins = now;
        begin(file);
        tell(rule.id(), rule.version(), RuleEvent.Outcome.ACCEPTED, List.of());
      } else {
        List<Life> ended = end(rule.id());
        begin(file);
        tell(rule.id(), rule.version(), RuleEvent.Outcome.ACCEPTED, ended);
      }
    }
    List<String> next = update.files().stream().map(SeededRule::id).toList();
    for (String id : List.copyOf(running.keySet())) {
      if (!next.contains(id)) {
        String version = running.get(id).versions.lastEntry().getValue();
        tell(id, version, RuleEvent.Outcome.REMOVED, end(id));
        running.remove(id);
      }
    }
  }

  /** Ends what runs of a rule, and what is left of older versions. */
  private List<Life> end(String rule) {
    List<Life> ended = new ArrayList<>();
    for (Life life : lives) {
      if (life.rule.id().equals(rule) && life.until == ALWAYS) {
        life.until = now;
        ended.add(life);
      }
    }
    return ended;
  }

  private void tell(String rule, String version, RuleEvent.Outcome outcome, List<Life> ended)
      throws Exception {
    long least = 0;
    long most = 0;
    for (Life life : ended) {
      for (List<Observation> stream : byStation(life)) {
        Range range = inProgress(life, stream);
        least += range.least();
        most += range.most();
      }
    }
    told.add(new Told(rule, version, outcome, least, most));
  }

  private record Range(int least, int most) {}

  /**
   * How many are in progress now. The compact matcher forgets what has run out with the next
   * observation. What has waited too long for a step goes sooner there, and at other moments in the
   * two automata.
   */
  private Range inProgress(Life life, List<Observation> stream) throws Exception {
    Limited source = Limited.of(life);
    int now = inProgress(source, stream, this.now, true);
    boolean compact = Detector.matcher(life.rule) == MatcherKind.COMPACT;
    boolean stepWindow = life.rule.steps().stream().anyMatch(step -> step.within() != null);
    if (!compact) {
      return stepWindow ? new Range(0, 1_000_000) : new Range(now, now);
    }
    long last = stream.get(stream.size() - 1).timeMillis() / MINUTE;
    int then = inProgress(source, stream, last, false);
    return new Range(stepWindow ? 0 : now, Math.max(now, then));
  }

  private static int inProgress(
      RuleSource source, List<Observation> stream, long until, boolean over) throws Exception {
    return source.rule().afterMatch().kind() == AfterMatch.Kind.RESTART
        ? RestartOracle.inProgress(source, upTo(until, stream), until, over)
        : StockCep.inProgress(source, upTo(until, stream), until, over);
  }

  private static List<Observation> upTo(long minute, List<Observation> stream) {
    return stream.stream().filter(o -> o.timeMillis() <= minute * MINUTE).toList();
  }

  private List<Observation> seen(Life life) {
    return upTo(Math.min(life.until, now), observations).stream()
        .filter(o -> o.timeMillis() > life.from * MINUTE)
        .toList();
  }

  private Iterable<List<Observation>> byStation(Life life) {
    return seen(life).stream().collect(Collectors.groupingBy(Observation::stationId)).values();
  }

  /** All matches: rule, version, and what each step took. */
  List<String> matches() throws Exception {
    List<String> matches = new ArrayList<>();
    for (Life life : lives) {
      long until = Math.min(life.until, now);
      if (until == NOTHING) {
        continue;
      }
      Limited source = Limited.of(life);
      List<StockCep.Found> found =
          life.rule.afterMatch().kind() == AfterMatch.Kind.RESTART
              ? RestartOracle.run(source, seen(life), until)
              : StockCep.run(source, null, seen(life), until);
      for (StockCep.Found one : found) {
        matches.add(
            life.rule.id() + " " + life.version(one.afterMillis() / MINUTE) + " " + one.match());
      }
    }
    return matches;
  }

  List<Told> told() {
    return told;
  }

  int late() {
    return late;
  }

  /** A rule of which nothing begins after a minute. */
  private record Limited(String name, String text, long begins) implements RuleSource {
    private static final long serialVersionUID = 1;

    static Limited of(Life life) {
      return new Limited(life.file.name(), life.file.text(), life.begins);
    }

    @Override
    public Rule rule() {
      Rule whole = RuleHistoryOracle.rule(new RuleFile(name, text));
      return begins == ALWAYS
          ? whole
          : new Rule(
              whole.id(),
              whole.version(),
              whole.matchVersion(),
              whole.text(),
              whole.observations(),
              limited(whole.pattern(), whole.steps().size()),
              whole.within(),
              whole.afterMatch(),
              whole.alertOnTimeout(),
              whole.onEdit(),
              whole.emit(),
              whole.incident(),
              whole.measures());
    }

    private List<Element> limited(List<Element> elements, int steps) {
      return elements.stream().map(element -> limited(element, steps)).toList();
    }

    private Element limited(Element element, int steps) {
      if (element instanceof Group group) {
        return new Group(
            group.name(),
            group.follows(),
            group.quantifier(),
            limited(group.elements(), steps),
            group.until(),
            group.within());
      }
      Step step = (Step) element;
      Condition where =
          step.absent() ? step.where() : new BegunBy(step.where(), begins * MINUTE, steps);
      return new Step(
          step.index(),
          step.name(),
          step.follows(),
          step.absent(),
          step.quantifier(),
          where,
          step.until(),
          step.within());
    }
  }

  /** Holds as another does, but for a first observation only up to a time. */
  private record BegunBy(Condition condition, long timeMillis, int count) implements Condition {
    @Override
    public Truth evaluate(EvaluationScope scope) {
      boolean begun = steps().stream().anyMatch(step -> !scope.step(step).isEmpty());
      return begun || scope.current().timeMillis() <= timeMillis
          ? condition.evaluate(scope)
          : Truth.FALSE;
    }

    @Override
    public String text() {
      return condition.text() + " begun by " + timeMillis;
    }

    @Override
    public String canonical() {
      return text();
    }

    @Override
    public Set<Integer> steps() {
      return IntStream.range(0, count).boxed().collect(Collectors.toSet());
    }
  }
}
