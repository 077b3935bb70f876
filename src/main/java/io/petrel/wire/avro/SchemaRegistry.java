package io.petrel.wire.avro;

import io.petrel.wire.Decoded;
import org.apache.avro.Schema;

/** The requests to a schema registry that its wire format needs. */
interface SchemaRegistry {
  /**
   * The Avro schema with that id, or the reason of the rejection.
   *
   * @throws java.io.UncheckedIOException if the registry does not answer
   */
  Decoded<Schema> schema(int id);

  /**
   * The id of a schema; registers it under the subject if it is new.
   *
   * @throws java.io.UncheckedIOException if the registry does not answer or refuses the schema
   */
  int register(String subject, Schema schema);
}
