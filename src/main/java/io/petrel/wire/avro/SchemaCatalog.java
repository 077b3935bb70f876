package io.petrel.wire.avro;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;
import org.apache.avro.message.SchemaStore;

/**
 * The known schemas of one record type: the reader's, those of every release, and extra ones of
 * newer writers. Thread-safe once built.
 */
public final class SchemaCatalog {
  private static final String ROOT = "/schemas/";
  private static final String INDEX = ROOT + "released/index.json";

  private final Schema reader;
  private final SchemaStore.Cache writers = new SchemaStore.Cache();

  private SchemaCatalog(Schema reader, List<Schema> writers) {
    this.reader = reader;
    this.writers.addSchema(reader);
    writers.forEach(this.writers::addSchema);
  }

  /**
   * The current schema of that file in {@code schemas/} and all released ones of the same file.
   *
   * @param fileName such as {@code alert.avsc}
   * @param extraSchemas Avro schemas as JSON; those of other record types are ignored
   * @throws SchemaParseException if an extra schema is not valid
   */
  public static SchemaCatalog of(String fileName, List<String> extraSchemas) {
    Schema reader = parse(resource(ROOT + fileName));
    List<Schema> writers = new ArrayList<>();
    for (String path : released()) {
      if (path.endsWith("/" + fileName)) {
        writers.add(parse(resource(ROOT + "released/" + path)));
      }
    }
    for (String text : extraSchemas) {
      Schema schema = parse(text);
      if (schema.getFullName().equals(reader.getFullName())) {
        writers.add(schema);
      }
    }
    return new SchemaCatalog(reader, writers);
  }

  /** Paths of all released schemas under {@code schemas/released/}, {@code version/file}. */
  public static List<String> released() {
    try {
      return List.of(new ObjectMapper().readValue(resource(INDEX), String[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(INDEX, e);
    }
  }

  /**
   * Reads all {@code *.avsc} files of a folder, for extra schemas.
   *
   * @throws IOException with the name of the file, if one cannot be read or is not an Avro schema
   */
  public static List<String> readFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
    }
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      String text = Files.readString(file);
      try {
        parse(text);
      } catch (SchemaParseException e) {
        throw new IOException(file + " is not an Avro schema: " + e.getMessage(), e);
      }
      texts.add(text);
    }
    return texts;
  }

  /** The reader's schema. */
  public Schema reader() {
    return reader;
  }

  /** The schema with that CRC-64-AVRO fingerprint. */
  Optional<Schema> writer(long fingerprint) {
    return Optional.ofNullable(writers.findByFingerprint(fingerprint));
  }

  /** The CRC-64-AVRO fingerprint as {@code %016x}, for messages. */
  static String hex(long fingerprint) {
    return "%016x".formatted(fingerprint);
  }

  /** The fingerprint by which single-object encoding names a schema. */
  public static String fingerprint(Schema schema) {
    return hex(SchemaNormalization.parsingFingerprint64(schema));
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }

  private static String resource(String path) {
    try (InputStream in = SchemaCatalog.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
