package io.petrel.detect.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleEvent.Outcome;
import io.petrel.state.CodecSerializer;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleChangeAggregatorTest {
  private OneInputStreamOperatorTestHarness<AppliedChange, RuleEvent> harness = harness();

  @BeforeEach
  void open() throws Exception {
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void tellsOfAChangeWhenAllSubtasksHaveAndAddsUpWhatTheyDropped() throws Exception {
    say(1, 0, 2, accepted("v1", 3, 10));
    assertThat(told()).isEmpty();
    say(1, 1, 2, accepted("v1", 4, 12));
    assertThat(told()).containsExactly(running(accepted("v1", 7, 12), 2, 12));
  }

  @Test
  void tellsWhatRunsOnceAndNotAgainAfterARestart() throws Exception {
    say(0, 0, 1, runs("v1", 10));
    assertThat(told()).containsExactly(running(runs("v1", 10), 1, 10));
    restart();
    say(0, 0, 1, runs("v1", 50));
    assertThat(told()).isEmpty();
  }

  @Test
  void tellsOfAnotherParallelismWithTheTimeFromWhichTheVersionRuns() throws Exception {
    say(0, 0, 1, runs("v1", 10));
    told();
    restart();
    say(0, 0, 2, runs("v1", 50));
    say(0, 1, 2, runs("v1", 51));
    assertThat(told()).containsExactly(running(runs("v1", 51), 2, 10));
  }

  @Test
  void aWordSaidTwiceCountsOnce() throws Exception {
    say(0, 0, 2, runs("v1", 10));
    restart();
    say(0, 0, 2, runs("v1", 50));
    assertThat(told()).isEmpty();
    say(0, 1, 2, runs("v1", 51));
    assertThat(told()).containsExactly(running(runs("v1", 51), 2, 51));
  }

  @Test
  void aWordOfAnotherParallelismIsForgotten() throws Exception {
    say(0, 0, 2, runs("v1", 10));
    restart();
    say(0, 0, 1, runs("v1", 50));
    assertThat(told()).containsExactly(running(runs("v1", 50), 1, 50));
  }

  @Test
  void tellsAgainOfARuleThatWasRemovedAndCameBack() throws Exception {
    say(0, 0, 1, runs("v1", 10));
    say(1, 0, 1, new RuleEvent("gale", "v1", Outcome.REMOVED, "gone", 1, 20));
    say(2, 0, 1, accepted("v1", 0, 30));
    assertThat(told())
        .extracting(RuleEvent::outcome)
        .containsExactly(Outcome.RUNNING, Outcome.REMOVED, Outcome.ACCEPTED);
  }

  private void restart() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
  }

  private void say(long revision, int subtask, int subtasks, RuleEvent event) throws Exception {
    harness.processElement(
        new StreamRecord<>(
            new AppliedChange(
                revision,
                subtask,
                subtasks,
                event.outcome() == Outcome.REMOVED
                    ? event
                    : running(event, subtasks, event.timeMillis()))));
  }

  private List<RuleEvent> told() {
    List<RuleEvent> told = List.copyOf(harness.extractOutputValues());
    harness.getOutput().clear();
    return told;
  }

  private static RuleEvent accepted(String version, long dropped, long time) {
    return new RuleEvent("gale", version, Outcome.ACCEPTED, "changed", dropped, time);
  }

  private static RuleEvent runs(String version, long time) {
    return new RuleEvent("gale", version, Outcome.RUNNING, "runs", 0, time);
  }

  private static RuleEvent running(RuleEvent event, int subtasks, long since) {
    return event.withRunning(new RuleEvent.Running("compact", subtasks, since));
  }

  private static OneInputStreamOperatorTestHarness<AppliedChange, RuleEvent> harness() {
    try {
      OneInputStreamOperatorTestHarness<AppliedChange, RuleEvent> harness =
          new OneInputStreamOperatorTestHarness<>(
              new ProcessOperator<>(new RuleChangeAggregator()));
      harness.setup(new CodecSerializer<>(RuleEvent.CODEC));
      return harness;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
