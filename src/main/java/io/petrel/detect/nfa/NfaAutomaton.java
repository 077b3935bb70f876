package io.petrel.detect.nfa;

import io.petrel.detect.match.Automaton;
import io.petrel.detect.match.FoundMatch;
import io.petrel.detect.match.MatcherKind;
import io.petrel.detect.match.MatcherOptions;
import io.petrel.detect.match.ObservationTable;
import io.petrel.detect.match.PartialMatchCounter;
import io.petrel.detect.match.PathObserver;
import io.petrel.detect.match.Progress;
import io.petrel.detect.match.RuleScope;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.NFAStateSerializer;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.cep.pattern.GroupPattern;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.WithinType;
import org.apache.flink.core.memory.DataInputView;
import org.jspecify.annotations.Nullable;

/** A rule in Flink CEP's own automaton. */
public final class NfaAutomaton implements Automaton {
  /**
   * Version of the state format. A partial match names states that {@link FlinkPatternCompiler} and
   * Flink's compiler generated: raise the version when those names change.
   */
  static final int SHAPE = 1;

  private final Rule rule;
  final PartialMatchCounter live;
  private final List<Step> steps;
  final Shared shared;
  final NFA<Observation> nfa;
  final AfterMatchSkipStrategy strategy;
  private final Map<String, Long> stepWindows = new HashMap<>();
  private final MatcherOptions options;

  /** What all automata of a subtask share. */
  public static final class Shared {
    final ObservationReferenceSerializer references = new ObservationReferenceSerializer();
    final SharedBufferStore store = new SharedBufferStore(references);
    final NFAStateSerializer states = new NFAStateSerializer();
  }

  /**
   * @param conditions replace {@link FlinkPatternCompiler#conditions}, one for one
   * @param live counts the rule's partial matches
   */
  public NfaAutomaton(
      Rule rule,
      RuleScope scope,
      List<Condition> conditions,
      PartialMatchCounter live,
      Shared shared,
      MatcherOptions options) {
    this.rule = rule;
    this.live = live;
    this.steps = rule.steps();
    this.shared = shared;
    this.options = options;
    RuleSource source =
        () -> {
          throw new IllegalStateException("a running automaton is not serializable");
        };
    Pattern<Observation, ?> pattern =
        FlinkPatternCompiler.compile(
            rule, source, scope, options.watches() ? watched(conditions) : conditions);
    this.strategy = pattern.getAfterMatchSkipStrategy();
    this.nfa = NFACompiler.compileFactory(pattern, rule.alertOnTimeout()).createNFA();
    collectWindows(pattern);
  }

  private List<Condition> watched(List<Condition> conditions) {
    List<Condition> watched = new ArrayList<>(conditions);
    List<@Nullable Step> owners = FlinkPatternCompiler.owners(rule);
    for (int i = 0; i < watched.size(); i++) {
      Step step = owners.get(i);
      if (step != null) {
        PathObserver.Path path = PathObserver.Path.of(rule, PathObserver.Kind.FITTED, step.name());
        watched.set(i, new WatchedCondition(watched.get(i), path, options.paths()));
      }
    }
    return watched;
  }

  void reportTimeout() {
    options.paths().taken(PathObserver.Path.of(rule, PathObserver.Kind.RAN_OUT, ""));
  }

  private void collectWindows(Pattern<Observation, ?> last) {
    for (Pattern<Observation, ?> part = last; part != null; part = part.getPrevious()) {
      if (part instanceof GroupPattern<Observation, ?> group) {
        collectWindows(group.getRawPattern());
      } else {
        String name = part.getName();
        part.getWindowSize(WithinType.PREVIOUS_AND_CURRENT)
            .ifPresent(window -> stepWindows.put(name, window.toMillis()));
      }
    }
  }

  @Override
  public MatcherKind kind() {
    return MatcherKind.NFA;
  }

  @Override
  public Progress begin() {
    return new NfaProgress(this, nfa.createInitialNFAState(), new HashMap<>(), Long.MIN_VALUE);
  }

  /** A change of rules keeps the automaton of an unchanged rule, so its progress stays valid. */
  @Override
  public Progress adopt(Progress old, long epoch) {
    return old;
  }

  @Override
  @SuppressWarnings("unchecked") // Written from maps of just these types.
  public Progress read(ObservationTable.Reader observations, DataInputView view, long epoch)
      throws IOException {
    int shape = view.readUnsignedByte();
    if (shape != SHAPE) {
      throw new IOException(
          "automaton state has version %d, this release reads version %d".formatted(shape, SHAPE));
    }
    long advancedTo = view.readLong();
    boolean draining = view.readBoolean();
    NFAState state = shared.states.deserialize(view);
    Map<String, Map<Object, Object>> maps = new HashMap<>();
    shared.references.readFrom(observations);
    int size = view.readByte();
    for (int i = 0; i < size; i++) {
      String name = view.readUTF();
      TypeSerializer<?> serializer = shared.store.serializers().get(name);
      if (serializer == null) {
        throw new IOException("this release's shared buffer has no map '%s'".formatted(name));
      }
      maps.put(name, (Map<Object, Object>) serializer.deserialize(view));
    }
    NfaProgress progress = new NfaProgress(this, state, maps, advancedTo);
    if (draining) {
      progress.drain();
    }
    return progress;
  }

  int limit() {
    return options.limit();
  }

  boolean restarts() {
    return rule.afterMatch().kind() == AfterMatch.Kind.RESTART;
  }

  /**
   * The event time at which a match became certain. A skip strategy may have held it back until
   * now.
   *
   * @param now the time that is being processed
   */
  long certainTime(FoundMatch match, long now) {
    Step last = rule.pattern().get(rule.pattern().size() - 1) instanceof Step step ? step : null;
    if (last == null || !last.absent()) {
      return match.last().timeMillis();
    }
    if (last.follows() == Contiguity.STRICT) {
      return now;
    }
    long certain = now;
    if (rule.within() != null) {
      certain = Math.min(certain, match.first().timeMillis() + rule.within().toMillis());
    }
    if (last.within() != null) {
      certain = Math.min(certain, match.last().timeMillis() + last.within().toMillis());
    }
    return certain;
  }

  SharedBufferAccessor<Observation> open(Map<String, Map<Object, Object>> maps) {
    return shared.store.open(maps);
  }

  /** Longest wait in the state of that name; null = only the window of the rule limits it. */
  @Nullable Long stepWindow(String stateName) {
    int end = stateName.indexOf(':');
    return stepWindows.get(end < 0 ? stateName : stateName.substring(0, end));
  }

  FoundMatch match(Map<String, List<Observation>> taken, long timeMillis, boolean timedOut) {
    List<List<Observation>> found = new ArrayList<>(steps.size());
    for (Step step : steps) {
      List<Observation> observations = taken.get(step.name());
      found.add(observations == null ? List.of() : List.copyOf(observations));
    }
    return new FoundMatch(0, found, timeMillis, timedOut);
  }
}
