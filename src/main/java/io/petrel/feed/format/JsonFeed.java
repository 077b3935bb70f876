package io.petrel.feed.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.petrel.feed.mapping.FieldRule;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Records in JSON: one object, a list of them, an object with a list of them, or several of these
 * after one another. Holds one record at a time. Not thread-safe.
 */
final class JsonFeed implements FeedReader {
  private static final int MAX_TOKENS = 20_000;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_STRING = 1_000_000;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  /** Makes a row of a record. */
  interface Records {
    List<FieldRule> rules();

    /** What a record, an object, holds. */
    FeedRow row(long line, JsonNode record);
  }

  private final ObjectMapper mapper = new ObjectMapper(JSON);
  private final JsonParser parser;
  private final String listKey;
  private final Records records;
  private boolean inList;
  private boolean ended;
  private @Nullable FeedRow next;

  /**
   * @param listKey of the list in an object that has one
   */
  JsonFeed(Reader in, String listKey, Records records) throws IOException {
    this.parser = mapper.createParser(in);
    this.listKey = listKey;
    this.records = records;
  }

  @Override
  public List<FieldRule> rules() {
    return records.rules();
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = read();
      ended = next == null || next instanceof FeedRow.Broken;
    }
    return next != null;
  }

  @Override
  public FeedRow next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the last record was read");
    }
    FeedRow row = next;
    next = null;
    return row;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private @Nullable FeedRow read() {
    try {
      FeedRow row = null;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        row = at(token);
        if (row != null) {
          break;
        }
      }
      return row;
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      return new FeedRow.Broken(
          place == null ? 0 : place.getLineNr(),
          "column %d: not JSON: %s"
              .formatted(place == null ? 0 : place.getColumnNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      return new FeedRow.Broken(line(), "the file cannot be read further: " + e.getMessage());
    }
  }

  /** What starts at this token; null = nothing to tell of. */
  private @Nullable FeedRow at(JsonToken token) throws IOException {
    return switch (token) {
      case START_ARRAY -> {
        if (inList) {
          yield skipped(line(), "a list where a record is expected");
        }
        inList = true;
        yield null;
      }
      case END_ARRAY -> {
        inList = false;
        yield null;
      }
      case START_OBJECT -> inList ? record(line()) : root(line());
      // The rest of an object whose list was read.
      case FIELD_NAME -> {
        parser.nextToken();
        parser.skipChildren();
        yield null;
      }
      case END_OBJECT -> null;
      default ->
          skipped(
              line(),
              "'%s' where a record is expected".formatted(WrittenNumbers.shown(parser.getText())));
    };
  }

  /** An object that is a record, or has the list of them. */
  private @Nullable FeedRow root(long line) throws IOException {
    TokenBuffer buffer = new TokenBuffer(parser);
    buffer.writeStartObject();
    int tokens = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(listKey)) {
        inList = true;
        return null;
      }
      buffer.writeFieldName(name);
      tokens = copy(buffer, tokens);
    }
    buffer.writeEndObject();
    return row(buffer, tokens, line);
  }

  private FeedRow record(long line) throws IOException {
    TokenBuffer buffer = new TokenBuffer(parser);
    return row(buffer, copy(buffer, 0), line);
  }

  private FeedRow row(TokenBuffer buffer, int tokens, long line) throws IOException {
    if (tokens > MAX_TOKENS) {
      return new FeedRow.Skipped(
          line, SkipReason.TOO_LONG, "the record has more than %,d values".formatted(MAX_TOKENS));
    }
    JsonNode node = mapper.readTree(buffer.asParser());
    return records.row(line, node);
  }

  /** Copies the value at the parser as far as the limit allows, and reads all of it. */
  private int copy(TokenBuffer buffer, int before) throws IOException {
    int tokens = before;
    int depth = 0;
    do {
      if (++tokens <= MAX_TOKENS) {
        buffer.copyCurrentEvent(parser);
      }
      JsonToken token = parser.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0 && parser.nextToken() != null);
    if (depth > 0) {
      throw new IOException("the file ends within a record");
    }
    return tokens;
  }

  private long line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private FeedRow.Skipped skipped(long line, String text) throws IOException {
    parser.skipChildren();
    return new FeedRow.Skipped(line, SkipReason.MALFORMED, text);
  }
}
