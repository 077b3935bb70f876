package io.petrel.wire.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.wire.Decoded;
import io.petrel.wire.RejectReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the Confluent-style registry API that the wire format needs, with the JDK's HTTP
 * client. Apicurio supports them too, under {@code /apis/ccompat/v7}.
 *
 * <p>Caches schemas, because an id never changes its meaning. Not thread-safe.
 */
final class HttpSchemaRegistry implements SchemaRegistry {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  /** The registry does not have the id, or refuses it as invalid. */
  private static final Set<Integer> NO_SUCH_ID = Set.of(400, 404, 422);

  private final String base;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, Schema> known = new HashMap<>();
  private final UnknownSchemaIds unknown = new UnknownSchemaIds(System::nanoTime);

  HttpSchemaRegistry(String url) {
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  static @Nullable SchemaRegistry of(WireSettings settings) {
    return settings.registryUrl() == null ? null : new HttpSchemaRegistry(settings.registryUrl());
  }

  @Override
  public Decoded<Schema> schema(int id) {
    Schema cached = known.get(id);
    if (cached != null) {
      return new Decoded.Value<>(cached);
    }
    if (id <= 0 || unknown.contains(id)) { // Registries count from 1.
      return none(id);
    }
    if (!unknown.mayAsk(id)) {
      return new Decoded.Rejected<>(
          RejectReason.TOO_MANY_SCHEMA_IDS,
          String.format(
              Locale.ROOT,
              "the registry was not asked for the id %d: too many came that it does not have",
              id));
    }
    try {
      Optional<Schema> schema = fetch(id);
      if (schema.isEmpty()) {
        unknown.add(id);
        return none(id);
      }
      known.put(id, schema.get());
      return new Decoded.Value<>(schema.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static Decoded<Schema> none(int id) {
    return new Decoded.Rejected<>(
        RejectReason.UNKNOWN_SCHEMA,
        String.format(Locale.ROOT, "the registry has no Avro schema with the id %d", id));
  }

  @Override
  public int register(String subject, Schema schema) {
    try {
      String body = json.writeValueAsString(Map.of("schema", schema.toString()));
      String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
      HttpRequest.Builder request =
          request(path)
              .header("Content-Type", MEDIA_TYPE)
              .POST(HttpRequest.BodyPublishers.ofString(body));
      HttpResponse<String> answer = send(request);
      JsonNode id = answer.statusCode() == 200 ? json.readTree(answer.body()).get("id") : null;
      if (id == null || !id.isIntegralNumber()) {
        throw unexpected("register a schema under " + subject, answer);
      }
      return id.intValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private Optional<Schema> fetch(int id) throws IOException {
    HttpResponse<String> answer = send(request("/schemas/ids/" + id).GET());
    if (NO_SUCH_ID.contains(answer.statusCode())) {
      return Optional.empty();
    }
    if (answer.statusCode() != 200) {
      throw unexpected("give the schema with the id " + id, answer);
    }
    JsonNode node = json.readTree(answer.body());
    if (!node.path("schemaType").asText("AVRO").equals("AVRO") || !node.has("schema")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Schema.Parser().parse(node.get("schema").asText()));
    } catch (SchemaParseException e) {
      return Optional.empty();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(TIMEOUT)
        .header("Accept", MEDIA_TYPE + ", application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the schema registry");
    } catch (IOException e) {
      throw new IOException("The schema registry at %s does not answer: %s".formatted(base, e), e);
    }
  }

  private IOException unexpected(String what, HttpResponse<String> answer) {
    String body = answer.body();
    return new IOException(
        String.format(
            Locale.ROOT,
            "The schema registry at %s did not %s: HTTP %d %s",
            base,
            what,
            answer.statusCode(),
            body.length() <= 200 ? body : body.substring(0, 200)));
  }

  /**
   * The ids for which a registry has no schema, and whether it may be queried for another one. A
   * writer can invent ids, so both the memory and the requests are limited.
   *
   * <p>An answer is cached briefly: registries assign ids in order, so a longer cache could block
   * the next schema. Only requests without a result are limited. Half of the limit is reserved for
   * ids that come again, as those of a new schema do and invented ones seldom: in a flood of
   * invented ids a writer with a new schema loses only a record or two.
   *
   * <p>Not thread-safe.
   */
  public static final class UnknownSchemaIds {
    /** Requests without a result that may follow one another immediately. */
    static final int BURST = 200;

    /** Requests without a result a second, after that. */
    static final int PER_SECOND = 10;

    static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 10_000;
    private static final long REQUEST_NANOS = Duration.ofSeconds(1).toNanos() / PER_SECOND;

    private final LongSupplier clock;

    /** Recent ids, with the clock's time until which they have no schema, in order of last use. */
    private final Map<Integer, Long> unknownUntil =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
            return size() > MOST_REMEMBERED;
          }
        };

    /** The time at which all requests without a result would be over at {@link #PER_SECOND}. */
    private long paidUntil;

    /**
     * @param clock in nanoseconds, never going back
     */
    UnknownSchemaIds(LongSupplier clock) {
      this.clock = clock;
      this.paidUntil = clock.getAsLong();
    }

    /** Whether the registry has recently answered that it does not have the id. */
    boolean contains(int id) {
      Long until = unknownUntil.get(id);
      return until != null && until > clock.getAsLong();
    }

    /** Whether the registry may be queried for the id. */
    boolean mayAsk(int id) {
      long now = clock.getAsLong();
      boolean cameBefore = unknownUntil.putIfAbsent(id, now) != null;
      long requests = Math.max(0, paidUntil - now) / REQUEST_NANOS;
      return requests < (cameBefore ? BURST : BURST / 2);
    }

    /** Records a request without a result. */
    void add(int id) {
      long now = clock.getAsLong();
      unknownUntil.put(id, now + REMEMBERED.toNanos());
      paidUntil = Math.max(paidUntil, now) + REQUEST_NANOS;
    }
  }
}
