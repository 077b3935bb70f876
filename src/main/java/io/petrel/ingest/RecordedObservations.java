package io.petrel.ingest;

import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Observations from history, for backtests and rule tests: bounded, parallelism 1, in the order of
 * the recording, none late. Event time ends at the latest observation, or later at {@link
 * Recording#endMillis}.
 */
public final class RecordedObservations {
  private RecordedObservations() {}

  /** Adds the source to a job. A recording that cannot be read fails the job. */
  public static Ingested from(StreamExecutionEnvironment env, Recording recording) {
    return from(
        env.fromData(Types.INT, 0).uid("ingest-start").name("start").setParallelism(1),
        List.of(recording));
  }

  /**
   * Adds a source that plays recordings on request.
   *
   * @param play indexes of recordings, 0-based: each index plays its recording
   */
  public static Ingested from(DataStream<Integer> play, List<Recording> recordings) {
    SingleOutputStreamOperator<Observation> observations =
        play.transform(
                "recorded observations",
                CodecTypeInfo.of(ObservationCodec.INSTANCE),
                new RecordingOperator(recordings))
            .uid("ingest-recording")
            .setParallelism(1);
    return new Ingested(observations, observations.getSideOutput(KafkaObservations.REJECTED));
  }
}
