package io.petrel.wire.avro;

import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.ObservationChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Observations as Avro, {@code schemas/weather_observation.avsc}. Writes single-object encoding by
 * default; reads the records of writers with older and newer schemas.
 *
 * <p>Not thread-safe: one for each thread.
 */
public final class ObservationAvro {
  /** File of the schema in {@code schemas/}. */
  public static final String SCHEMA_FILE = "weather_observation.avsc";

  /** Longest observation, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private final SingleObjectReader<Observation> reader;
  private final SingleObjectWriter<Observation> writer;

  public ObservationAvro() {
    this(WireSettings.DEFAULTS);
  }

  public ObservationAvro(WireSettings settings) {
    @Nullable SchemaRegistry registry = HttpSchemaRegistry.of(settings);
    SchemaCatalog catalog = SchemaCatalog.of(SCHEMA_FILE, settings.extraSchemas());
    this.reader =
        new SingleObjectReader<>(
            MAX_BYTES, catalog, ObservationDatum::new, ObservationChecks::fault, registry);
    try {
      this.writer =
          new SingleObjectWriter<>(
              catalog.reader(),
              new ObservationDatum(catalog.reader(), catalog.reader()),
              settings.writeRegistryFormat() ? registry : null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads an observation from any bytes.
   *
   * @throws UncheckedIOException only if a registry is set and does not answer
   */
  public Decoded<Observation> decode(byte @Nullable [] bytes) {
    return reader.decode(bytes);
  }

  /**
   * Writes an observation for a topic.
   *
   * @throws UncheckedIOException only if a registry is set and does not answer
   */
  public byte[] encode(Observation observation, String topic) {
    return writer.encode(observation, topic);
  }
}
