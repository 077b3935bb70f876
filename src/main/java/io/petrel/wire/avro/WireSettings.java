package io.petrel.wire.avro;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How records are framed, and known schemas besides the released ones.
 *
 * @param extraSchemas Avro schemas as JSON, for writers newer than this release; see {@link
 *     SchemaCatalog#readFolder}
 * @param registryUrl a schema registry with the Confluent-style API, such as {@code
 *     http://registry:8081} or {@code http://registry:8080/apis/ccompat/v7}; null = none. With one,
 *     its framing (a 0 byte, a 4-byte id) is read beside the single-object encoding
 * @param writeRegistryFormat whether records are written in the registry's framing too
 */
public record WireSettings(
    List<String> extraSchemas, @Nullable String registryUrl, boolean writeRegistryFormat)
    implements Serializable {
  /** Single-object encoding with the released schemas, no registry. */
  public static final WireSettings DEFAULTS = new WireSettings(List.of(), null, false);

  public WireSettings {
    extraSchemas = List.copyOf(extraSchemas);
    if (writeRegistryFormat && registryUrl == null) {
      throw new IllegalArgumentException("the registry's framing needs a registry URL");
    }
  }
}
