package io.petrel.replay;

import io.petrel.engine.PipelineSource;
import io.petrel.engine.RuleFeed;
import io.petrel.ingest.Ingested;
import io.petrel.ingest.RecordedObservations;
import io.petrel.replay.PipelineRun.Part;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** History in parts, between which the rules change. Runs once, in one job of this JVM. */
final class PhasedReplay implements PipelineSource, AutoCloseable {
  private final List<Part> parts;
  private final GatedSource<Integer> plays;
  private final GatedSource<RuleSetUpdate> updates;

  PhasedReplay(List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.plays = new GatedSource<>(IntStream.range(0, parts.size()).boxed().toList());
    // The last set is sent twice, the second time without effect: while its source has elements
    // left, a checkpoint need not wait for its end.
    this.updates =
        new GatedSource<>(
            IntStream.rangeClosed(1, parts.size())
                .map(i -> Math.min(i, parts.size() - 1))
                .mapToObj(i -> new RuleSetUpdate(i, parts.get(i).rules()))
                .toList());
  }

  /** Waits until the job has processed all that its sources have emitted so far. */
  interface Settling {
    void await() throws InterruptedException, TimeoutException;
  }

  /**
   * Runs one part after the other, in the job that was built from this.
   *
   * @param limit for each single step of it
   */
  void play(Settling settling, Duration limit) throws InterruptedException, TimeoutException {
    plays.pass(limit);
    for (int i = 1; i < parts.size(); i++) {
      settling.await();
      updates.pass(limit);
      settling.await();
      plays.pass(limit);
    }
    updates.pass(limit);
  }

  @Override
  public Ingested observations(StreamExecutionEnvironment env) {
    return RecordedObservations.from(
        plays.stream(env, Types.INT, "start of each part"),
        parts.stream().map(Part::history).toList());
  }

  @Override
  public RuleFeed rules(StreamExecutionEnvironment env) {
    DataStream<RuleSetUpdate> changes =
        updates.stream(env, CodecTypeInfo.of(RuleSetUpdate.CODEC), "rule changes");
    // No source of its own: one that ends early may keep a checkpoint from completing.
    DataStream<RuleEvent> noEvents =
        changes
            .flatMap(
                (RuleSetUpdate update, Collector<RuleEvent> out) -> {},
                CodecTypeInfo.of(RuleEvent.CODEC))
            .setParallelism(1)
            .name("none");
    return new RuleFeed(new RuleSetUpdate(0, parts.get(0).rules()), changes, noEvents);
  }

  @Override
  public void close() {
    plays.close();
    updates.close();
  }
}
