package io.petrel.wire.avro;

import io.petrel.alert.Alert;
import io.petrel.wire.Decoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as Avro, {@code schemas/alert.avsc}. Equal alerts give equal bytes.
 *
 * <p>Not thread-safe: one for each thread.
 */
public final class AlertAvro {
  /** File of the schema in {@code schemas/}. */
  public static final String SCHEMA_FILE = "alert.avsc";

  /** Longest alert, in bytes. */
  private static final int MAX_BYTES = 64 << 20;

  private final SchemaCatalog catalog;
  private final SingleObjectReader<Alert> reader;
  private final SingleObjectWriter<Alert> writer;

  public AlertAvro() {
    this(WireSettings.DEFAULTS);
  }

  public AlertAvro(WireSettings settings) {
    this.catalog = SchemaCatalog.of(SCHEMA_FILE, settings.extraSchemas());
    @Nullable SchemaRegistry registry = HttpSchemaRegistry.of(settings);
    this.reader =
        new SingleObjectReader<>(MAX_BYTES, catalog, AlertDatum::new, alert -> null, registry);
    try {
      this.writer =
          new SingleObjectWriter<>(
              catalog.reader(),
              new AlertDatum(catalog.reader(), catalog.reader()),
              settings.writeRegistryFormat() ? registry : null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads an alert from any bytes.
   *
   * @throws UncheckedIOException only if a registry is set and does not answer
   */
  public Decoded<Alert> decode(byte @Nullable [] bytes) {
    return reader.decode(bytes);
  }

  /**
   * Writes an alert for a topic.
   *
   * @throws UncheckedIOException only if a registry is set and does not answer
   */
  public byte[] encode(Alert alert, String topic) {
    return writer.encode(alert, topic);
  }

  /** CRC-64-AVRO of the schema of written alerts, 16 hex digits. */
  public String fingerprint() {
    return SchemaCatalog.fingerprint(catalog.reader());
  }
}
