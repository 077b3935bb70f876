package io.petrel.wire;

import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Observations as parts of generic Avro records: the evidence of an alert. */
final class GenericObservations {
  private GenericObservations() {}

  static List<GenericRecord> write(List<Observation> observations, Schema schema) {
    List<GenericRecord> records = new ArrayList<>();
    for (Observation observation : observations) {
      records.add(write(observation, schema));
    }
    return records;
  }

  private static GenericRecord write(Observation observation, Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    record.put("station_id", observation.stationId());
    record.put("time", observation.timeMillis());
    record.put(
        "received_at", observation.receivedAtMillis() == 0 ? null : observation.receivedAtMillis());
    record.put("revision", observation.revision());
    record.put("region", observation.region());
    record.put("station_name", observation.stationName());
    record.put(
        "quality",
        new GenericData.EnumSymbol(
            schema.getField("quality").schema(), observation.quality().name()));
    for (Variable variable : Variables.all()) {
      record.put(variable.name(), GenericFields.number(observation.value(variable)));
    }
    record.put("extra", new TreeMap<>(observation.extra()));
    return record;
  }

  static List<Observation> read(Object list) {
    List<Observation> observations = new ArrayList<>();
    for (Object record : (List<?>) list) {
      observations.add(read((GenericRecord) record));
    }
    return observations;
  }

  private static Observation read(GenericRecord record) {
    Observation.Builder builder =
        Observation.at(GenericFields.text(record, "station_id"), (long) record.get("time"))
            .revision((int) record.get("revision"))
            .region(GenericFields.nullableText(record, "region"))
            .stationName(GenericFields.nullableText(record, "station_name"))
            .quality(Quality.valueOf(GenericFields.text(record, "quality")));
    @Nullable Object receivedAt = record.get("received_at");
    if (receivedAt != null) {
      builder.receivedAtMillis((long) receivedAt);
    }
    for (Variable variable : Variables.all()) {
      builder.set(variable, GenericFields.number(record, variable.name()));
    }
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) record.get("extra")).entrySet()) {
      builder.extra(entry.getKey().toString(), (double) entry.getValue());
    }
    return builder.build();
  }
}
