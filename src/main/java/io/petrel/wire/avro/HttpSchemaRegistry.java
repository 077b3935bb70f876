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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * The few calls of the Confluent-style registry API that the wire format needs, over the JDK's HTTP
 * client. Apicurio answers them too, under {@code /apis/ccompat/v7}.
 *
 * <p>Schemas are kept: an id never changes its meaning. Not thread-safe.
 */
final class HttpSchemaRegistry implements SchemaRegistry {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  /** Not there, or an id that the registry refuses to look for: what a foreign record claims. */
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
          "the registry was not asked for the id %d: too many came that it does not have"
              .formatted(id));
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
        "the registry has no Avro schema with the id %d".formatted(id));
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
      throw new InterruptedIOException("interrupted while the registry was asked");
    } catch (IOException e) {
      throw new IOException("The schema registry at %s does not answer: %s".formatted(base, e), e);
    }
  }

  private IOException unexpected(String what, HttpResponse<String> answer) {
    String body = answer.body();
    return new IOException(
        "The schema registry at %s did not %s: HTTP %d %s"
            .formatted(
                base,
                what,
                answer.statusCode(),
                body.length() <= 200 ? body : body.substring(0, 200)));
  }

  /**
   * The ids that a registry has no schema for, and whether it may be asked for one more. The id in
   * a record is what its writer likes, so neither what is remembered nor the requests may be
   * without end.
   *
   * <p>An answer counts for a moment only: registries give ids in order, so whoever sent the next
   * one would shut out the schema that gets it. Only requests in vain are limited. Half of the
   * limit is for ids that come again, as those of a new schema do and invented ones seldom: in a
   * flood of these a writer loses a record or two, not the race.
   *
   * <p>Not thread-safe.
   */
  public static final class UnknownSchemaIds {
    /** Requests in vain that may follow one another at once. */
    static final int BURST = 200;

    /** Requests in vain a second, after that. */
    static final int PER_SECOND = 10;

    static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 10_000;
    private static final long REQUEST_NANOS = Duration.ofSeconds(1).toNanos() / PER_SECOND;

    private final LongSupplier clock;

    /**
     * Ids that came, with the clock's time until which they have no schema. The last used is last.
     */
    private final Map<Integer, Long> unknownUntil =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
            return size() > MOST_REMEMBERED;
          }
        };

    /** When all requests in vain would be over, had they come one by one. */
    private long paidUntil;

    /**
     * @param clock in nanoseconds, never going back
     */
    UnknownSchemaIds(LongSupplier clock) {
      this.clock = clock;
      this.paidUntil = clock.getAsLong();
    }

    /** Whether the registry has just said that it has none. */
    boolean contains(int id) {
      Long until = unknownUntil.get(id);
      return until != null && until > clock.getAsLong();
    }

    /** Whether the registry may be asked for the id. */
    boolean mayAsk(int id) {
      long now = clock.getAsLong();
      boolean cameBefore = unknownUntil.putIfAbsent(id, now) != null;
      long requests = Math.max(0, paidUntil - now) / REQUEST_NANOS;
      return requests < (cameBefore ? BURST : BURST / 2);
    }

    /** Remembers that the registry was asked and has none. */
    void add(int id) {
      long now = clock.getAsLong();
      unknownUntil.put(id, now + REMEMBERED.toNanos());
      paidUntil = Math.max(paidUntil, now) + REQUEST_NANOS;
    }
  }
}
