package io.petrel.replay;

import io.petrel.engine.InJvm;
import io.petrel.ingest.Ingested;
import io.petrel.ingest.RecordedObservations;
import io.petrel.ingest.Recording;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The wall clock of a run in which reports come as they arrived. It goes on in steps: one at each
 * arrival, and one whenever the event time of a report becomes certain. Event time trails by the
 * report delay. A step begins when all that comes out of the step before has reached the sinks, so
 * {@link #nowMillis} is the time at which something came out. For a job in one subtask, in this
 * JVM. Thread-safe.
 */
final class ArrivalClock implements AutoCloseable {
  private final InJvm<ArrivalClock> handle = InJvm.of(this);
  private final long delayMillis;
  private final List<Long> passed = new ArrayList<>();
  private long nowMillis = Long.MIN_VALUE;

  /**
   * A clock that has not started.
   *
   * @param delayMillis of reports, >= 0
   */
  ArrivalClock(long delayMillis) {
    this.delayMillis = delayMillis;
  }

  synchronized long nowMillis() {
    return nowMillis;
  }

  /** Another sink that must have received all of a step; it says which watermarks came. */
  synchronized LongConsumer awaited() {
    int sink = passed.size();
    passed.add(Long.MIN_VALUE);
    return mark -> passed(sink, mark);
  }

  private synchronized void passed(int sink, long mark) {
    passed.set(sink, Math.max(passed.get(sink), mark));
    notifyAll();
  }

  /** Sets the time once that watermark has reached all sinks. */
  private synchronized void set(long millis, long mark) throws InterruptedException {
    while (passed.stream().anyMatch(there -> there < mark)) {
      wait();
    }
    nowMillis = millis;
  }

  /**
   * Adds the source of reports to a job.
   *
   * @param history in the order of arrival
   */
  Ingested source(StreamExecutionEnvironment env, Recording history) {
    Ingested read = RecordedObservations.from(env, new AnyOrder(history));
    return new Ingested(
        read.observations()
            .transform(
                "arrivals",
                CodecTypeInfo.of(ObservationCodec.INSTANCE),
                new Arrivals(handle, delayMillis))
            .uid("arrivals")
            .setParallelism(1),
        read.rejected());
  }

  @Override
  public void close() {
    handle.close();
  }

  /** Gives no watermark before its end. */
  private record AnyOrder(Recording history) implements Recording {
    private static final long serialVersionUID = 1;
    private static final long NO_BOUND = Long.MAX_VALUE / 2;

    @Override
    public Reader open() throws IOException {
      return history.open();
    }

    @Override
    public long endMillis() {
      return history.endMillis();
    }

    @Override
    public long disorderMillis() {
      return NO_BOUND;
    }
  }

  /** Gives reports and event time as they came. */
  private static final class Arrivals extends AbstractStreamOperator<Observation>
      implements OneInputStreamOperator<Observation, Observation> {
    private static final long serialVersionUID = 1;

    /** Of watermarks below, the recording has not ended. */
    private static final long NOT_ENDED = Long.MIN_VALUE / 8;

    private final InJvm<ArrivalClock> clock;
    private final long delayMillis;

    /** Times at which the event time of a report becomes certain. */
    private final TreeSet<Long> certain = new TreeSet<>();

    private long now = Long.MIN_VALUE;
    private long mark = Long.MIN_VALUE;

    Arrivals(InJvm<ArrivalClock> clock, long delayMillis) {
      this.clock = clock;
      this.delayMillis = delayMillis;
    }

    @Override
    public void processElement(StreamRecord<Observation> report) throws InterruptedException {
      long arrival = ReportOrder.arrivalMillis(report.getValue());
      stepTo(arrival);
      output.collect(report);
      long certainAt = report.getValue().timeMillis() + delayMillis + 1;
      if (certainAt > now) {
        certain.add(certainAt);
      }
    }

    /** Takes all steps up to that time. */
    private void stepTo(long millis) throws InterruptedException {
      while (!certain.isEmpty() && certain.first() < millis) {
        step(certain.pollFirst());
      }
      step(millis);
    }

    private void step(long millis) throws InterruptedException {
      if (millis > now) {
        settle();
        now = millis;
        clock.get().set(now, mark);
        emit(now - delayMillis - 2); // The last millisecond is left for settle.
      }
    }

    /**
     * The watermark of the time of this step. All that comes out of the step is at the sinks when
     * it is.
     */
    private void settle() {
      if (now != Long.MIN_VALUE) {
        emit(mark + 1);
      }
    }

    private void emit(long millis) {
      if (millis > mark) {
        mark = millis;
        output.emitWatermark(new Watermark(mark));
      }
    }

    @Override
    public void processWatermark(Watermark end) throws Exception {
      if (end.getTimestamp() == Long.MAX_VALUE) {
        super.processWatermark(end);
      } else if (end.getTimestamp() > NOT_ENDED) {
        // All reports have come: all is certain.
        stepTo(Math.max(now, end.getTimestamp()));
        emit(end.getTimestamp());
      }
    }
  }
}
