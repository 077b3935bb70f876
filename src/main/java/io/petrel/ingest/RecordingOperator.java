package io.petrel.ingest;

import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Plays recordings, each requested by its index. No watermark makes an observation late, so a
 * recording sorted by station gives the same result as one sorted by time.
 */
final class RecordingOperator extends AbstractStreamOperator<Observation>
    implements OneInputStreamOperator<Integer, Observation> {
  private static final long serialVersionUID = 1;

  /** Observations between two watermarks. */
  private static final int WATERMARK_EVERY = 64;

  private final ArrayList<Recording> recordings;
  private transient @Nullable IngestMetrics counts;

  RecordingOperator(List<Recording> recordings) {
    this.recordings = new ArrayList<>(recordings);
  }

  @Override
  public void open() throws Exception {
    super.open();
    counts = new IngestMetrics(getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<Integer> index) throws IOException {
    play(recordings.get(index.getValue()), Objects.requireNonNull(counts, "not open"));
  }

  private void play(Recording recording, IngestMetrics ingestMetrics) throws IOException {
    long disorder = recording.disorderMillis();
    Plausibility plausibility = new Plausibility(ingestMetrics::implausible);
    long latest = EventTime.UNKNOWN;
    long count = 0;
    try (Recording.Reader reader = recording.open()) {
      while (reader.hasNext()) {
        Recording.Item item = reader.next();
        if (item instanceof Recording.Observed observed) {
          Observation observation = plausibility.check(observed.observation());
          ingestMetrics.observed();
          latest = Math.max(latest, observation.timeMillis());
          output.collect(new StreamRecord<>(observation, observation.timeMillis()));
          count++;
          if (count % WATERMARK_EVERY == 0) {
            output.emitWatermark(new Watermark(latest - disorder - 1));
          }
        } else if (item instanceof Recording.Unusable unusable) {
          ingestMetrics.rejected(unusable.record().reason());
          output.collect(KafkaObservations.REJECTED, new StreamRecord<>(unusable.record()));
        }
      }
    }
    latest = Math.max(latest, recording.endMillis());
    if (latest != EventTime.UNKNOWN) {
      output.emitWatermark(new Watermark(latest));
    }
  }
}
