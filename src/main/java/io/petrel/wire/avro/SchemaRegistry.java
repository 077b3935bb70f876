package io.petrel.wire.avro;

import io.petrel.wire.Decoded;
import org.apache.avro.Schema;

/** The two questions that the registry's wire format puts to a schema registry. */
interface SchemaRegistry {
  /**
   * The Avro schema with that id, or why there is none.
   *
   * @throws java.io.UncheckedIOException if the registry cannot be asked
   */
  Decoded<Schema> schema(int id);

  /**
   * The id of a schema, registered under the subject when it is new there.
   *
   * @throws java.io.UncheckedIOException if the registry cannot be asked or refuses the schema
   */
  int register(String subject, Schema schema);
}
