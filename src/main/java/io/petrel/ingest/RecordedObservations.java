package io.petrel.ingest;

import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Observations from history, for backtests and rule tests: bounded, parallelism 1, in whatever
 * order they are recorded, none late. Time ends at the latest of them, or later if the recording
 * says so ({@link Recording#endMillis}).
 */
public final class RecordedObservations {
  private RecordedObservations() {}

  /** Adds the source to a job. A recording that cannot be read fails the job. */
  public static Ingested from(StreamExecutionEnvironment env, Recording recording) {
    SingleOutputStreamOperator<Observation> observations =
        env.fromData(Types.BOOLEAN, true)
            .uid("ingest-start")
            .name("start")
            .setParallelism(1)
            .transform(
                "recorded observations",
                CodecTypeInfo.of(ObservationCodec.INSTANCE),
                new RecordingOperator(recording))
            .uid("ingest-recording")
            .setParallelism(1);
    return new Ingested(observations, observations.getSideOutput(KafkaObservations.REJECTED));
  }
}
