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
   * Part of the state's format: a match in progress names states that {@link FlinkPatternCompiler}
   * and Flink's compiler made, so it must be raised with any change of those names.
   */
  static final int SHAPE = 1;

  private final Rule rule;
  private final PartialMatchCounter live;
  private final List<Step> steps;
  private final Shared shared;
  private final NFA<Observation> nfa;
  private final AfterMatchSkipStrategy strategy;
  private final Map<String, Long> stepWindows = new HashMap<>();
  private final MatcherOptions options;

  /** What all automata of a subtask share. */
  public static final class Shared {
    final ObservationReferenceSerializer references = new ObservationReferenceSerializer();
    final SharedBufferStore store = new SharedBufferStore(references);
    final NFAStateSerializer states = new NFAStateSerializer();
  }

  /**
   * Compiles a rule.
   *
   * @param conditions what stands for each of {@link FlinkPatternCompiler#conditions}
   * @param live counts its matches in progress
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
    // Not shipped anywhere: conditions stay as they are.
    RuleSource source =
        () -> {
          throw new IllegalStateException("a running automaton does not travel");
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

  /** Tells whom it concerns that a match in progress ran out of time. */
  void ranOut() {
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

  /** A running automaton goes on from one set of rules to the next. */
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
          "shape %d of an automaton, this release has %d".formatted(shape, SHAPE));
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
        throw new IOException("no map '%s' in this release's shared buffer".formatted(name));
      }
      maps.put(name, (Map<Object, Object>) serializer.deserialize(view));
    }
    NfaProgress progress = new NfaProgress(this, state, maps, advancedTo);
    if (draining) {
      progress.drain();
    }
    return progress;
  }

  PartialMatchCounter live() {
    return live;
  }

  NFA<Observation> nfa() {
    return nfa;
  }

  AfterMatchSkipStrategy strategy() {
    return strategy;
  }

  Shared shared() {
    return shared;
  }

  int limit() {
    return options.limit();
  }

  boolean restarts() {
    return rule.afterMatch().kind() == AfterMatch.Kind.RESTART;
  }

  /**
   * When a match became certain. A skip strategy may have held it back until now.
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

  /** Longest wait in the state of that name, or null when only the whole window counts. */
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
