package io.petrel.feed.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.wire.file.BoundedLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Records in JSON: one document, several after one another, or one a line, each with one record or
 * many. Holds one record at a time, or one document where a mapping asks for what is around a
 * record. Not thread-safe.
 */
final class JsonFeed implements FeedReader {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_STRING = 1_000_000;
  private static final int MAX_LINE = 1 << 20;

  /** What is looked at to tell JSON lines from a document. */
  private static final int MAX_BEGINNING = 1 << 18;

  private static final int FIRST_LINES = 20;

  /** Python writes NaN. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  /** A name that is there twice has no value that could be trusted. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(JSON).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  /** Makes rows of records. */
  interface Records {
    List<FieldRule> rules();

    /** What a record holds. */
    List<FeedRow> rows(long line, JsonNode record, List<JsonNode> around);

    /** Whether a document without what is selected is a record itself. */
    default boolean selectIsOptional() {
      return true;
    }

    /** Whether {@code around} is needed: the objects around a record, the nearest first. */
    default boolean needsDocument() {
      return false;
    }

    /** Whether a list within a list is a record. */
    default boolean readsLists() {
      return false;
    }

    /** Most values of a record. */
    default int mostValues() {
      return 20_000;
    }
  }

  private final JsonParser parser;
  private final List<String> select;
  private final Records records;
  private final long linesBefore;
  private final Deque<FeedRow> rows = new ArrayDeque<>();

  /** Open objects on the way to the records, and the open lists after each of them. */
  private int objects;

  private final int[] lists;
  private final boolean[] found;
  private boolean ended;

  private JsonFeed(Reader in, List<String> select, Records records, long linesBefore)
      throws IOException {
    this.parser = MAPPER.createParser(in);
    this.select = select;
    this.records = records;
    this.linesBefore = linesBefore;
    this.lists = new int[select.size() + 2];
    this.found = new boolean[select.size() + 2];
  }

  /**
   * Opens a text.
   *
   * @param select names on the way to the records
   */
  static FeedReader read(Reader in, List<String> select, Records records) throws IOException {
    BufferedReader text = new BufferedReader(in);
    return isLines(text)
        ? new Lines(text, select, records)
        : new JsonFeed(text, select, records, 0);
  }

  /** Whether most of the first lines are whole values: one that is cut must not decide. */
  private static boolean isLines(BufferedReader in) throws IOException {
    in.mark(MAX_BEGINNING + 2);
    char[] beginning = new char[MAX_BEGINNING];
    int length = 0;
    for (int read = 0; read >= 0 && length < MAX_BEGINNING; length += Math.max(0, read)) {
      read = in.read(beginning, length, MAX_BEGINNING - length);
    }
    in.reset();
    List<String> lines =
        new String(beginning, 0, length)
            .lines()
            .filter(line -> !line.isBlank())
            .limit(FIRST_LINES)
            .toList();
    return lines.size() > 1 && 2 * lines.stream().filter(JsonFeed::isWhole).count() > lines.size();
  }

  private static boolean isWhole(String line) {
    try (JsonParser parser = MAPPER.createParser(line)) {
      JsonToken token = parser.nextToken();
      parser.skipChildren();
      return token != null && token.isStructStart() && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public List<FieldRule> rules() {
    return records.rules();
  }

  @Override
  public boolean hasNext() {
    while (rows.isEmpty() && !ended) {
      read();
    }
    return !rows.isEmpty();
  }

  @Override
  public FeedRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the last record was read");
    }
    return rows.removeFirst();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private void read() {
    try {
      JsonToken token = parser.nextToken();
      ended = token == null;
      if (token != null) {
        at(token);
      }
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      broken(
          place == null ? 0 : place.getLineNr(),
          "column %d: not JSON: %s"
              .formatted(place == null ? 0 : place.getColumnNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      broken(line(), "the file cannot be read further: " + e.getMessage());
    }
  }

  private void broken(long line, String text) {
    rows.addLast(new FeedRow.Broken(line, text));
    ended = true;
  }

  private void at(JsonToken token) throws IOException {
    switch (token) {
      case START_ARRAY -> {
        if (records.readsLists() && objects == select.size() && lists[objects] > 0) {
          record();
        } else {
          lists[objects]++;
        }
      }
      case END_ARRAY -> lists[objects]--;
      case START_OBJECT -> object();
      case FIELD_NAME -> name();
      case END_OBJECT -> {
        objects--;
        if (!found[objects]) {
          skipped(line(), SkipReason.MALFORMED, "it has no '%s'".formatted(wanted(objects)));
        }
      }
      default -> scalar(token);
    }
  }

  /** The way to the records, as far as that many names. */
  private String wanted(int names) {
    return String.join(".", select.subList(0, Math.min(names + 1, select.size())));
  }

  private void object() throws IOException {
    if (objects == 0 && records.needsDocument()) {
      document();
    } else if (objects == select.size()) {
      record();
    } else if (objects == 0 && records.selectIsOptional()) {
      root();
    } else {
      found[objects++] = false;
    }
  }

  private void name() throws IOException {
    boolean onTheWay = parser.currentName().equals(select.get(objects - 1));
    JsonToken token = parser.nextToken();
    if (!onTheWay) {
      parser.skipChildren();
      return;
    }
    found[objects - 1] = true;
    at(token);
  }

  private void scalar(JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      skipped(
          line(),
          SkipReason.NO_REPORT,
          "null where a record is expected" + (select.isEmpty() ? "" : ": " + wanted(objects - 1)));
    } else {
      skipped(
          line(),
          SkipReason.MALFORMED,
          "'%s' where a record is expected".formatted(WrittenNumbers.shown(parser.getText())));
    }
  }

  /** An object that is a record, or has the list of them. */
  private void root() throws IOException {
    long line = line();
    TokenBuffer buffer = new TokenBuffer(parser);
    buffer.writeStartObject();
    int tokens = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(select.get(0))) {
        found[0] = true;
        objects = 1;
        lists[1] = 1;
        return;
      }
      buffer.writeFieldName(name);
      tokens = copy(buffer, tokens, records.mostValues());
    }
    buffer.writeEndObject();
    JsonNode record = tree(buffer, tokens, records.mostValues(), line);
    if (record != null) {
      rows.addAll(records.rows(line, record, List.of()));
    }
  }

  private void record() throws IOException {
    long line = line();
    TokenBuffer buffer = new TokenBuffer(parser);
    int most = records.mostValues();
    JsonNode record = tree(buffer, copy(buffer, 0, most), most, line);
    if (record != null) {
      rows.addAll(records.rows(line, record, List.of()));
    }
  }

  private void document() throws IOException {
    long line = line();
    TokenBuffer buffer = new TokenBuffer(parser);
    int most = records.mostValues();
    JsonNode document = tree(buffer, copy(buffer, 0, most), most, line);
    if (document != null) {
      walk(document, line, false, new ArrayList<>());
    }
  }

  private void walk(JsonNode node, long line, boolean inList, List<JsonNode> around) {
    int step = around.size();
    boolean there = step == select.size();
    if (there && (node.isObject() || (node.isArray() && inList && records.readsLists()))) {
      List<JsonNode> nearestFirst = new ArrayList<>();
      around.forEach(outer -> nearestFirst.add(0, outer));
      rows.addAll(records.rows(line, node, nearestFirst));
    } else if (node.isArray()) {
      node.forEach(member -> walk(member, line, true, around));
    } else if (node.isObject() && node.has(select.get(step))) {
      around.add(node);
      walk(node.get(select.get(step)), line, false, around);
      around.remove(step);
    } else if (node.isObject()) {
      skipped(line, SkipReason.MALFORMED, "it has no '%s'".formatted(wanted(step)));
    } else {
      skipped(
          line,
          node.isNull() ? SkipReason.NO_REPORT : SkipReason.MALFORMED,
          "'%s' where a record is expected".formatted(WrittenNumbers.shown(node.asText())));
    }
  }

  /** The tree of what was copied; null, which is told, if it is too large or has a name twice. */
  private @Nullable JsonNode tree(TokenBuffer buffer, int tokens, int most, long line)
      throws IOException {
    if (tokens > most) {
      skipped(line, SkipReason.TOO_LONG, "the record has more than %,d values".formatted(most));
      return null;
    }
    try {
      return MAPPER.readTree(buffer.asParser());
    } catch (JsonProcessingException e) {
      skipped(line, SkipReason.MALFORMED, "" + e.getOriginalMessage());
      return null;
    }
  }

  /** Copies the value at the parser as far as the limit allows, and reads all of it. */
  private int copy(TokenBuffer buffer, int before, int most) throws IOException {
    int tokens = before;
    int depth = 0;
    do {
      if (++tokens <= most) {
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
    return linesBefore + parser.currentTokenLocation().getLineNr();
  }

  private void skipped(long line, SkipReason reason, String text) {
    rows.addLast(new FeedRow.Skipped(line, reason, text));
  }

  /** One document a line: a bad line is lost alone. */
  private static final class Lines implements FeedReader {
    private final Reader in;
    private final BoundedLines lines;
    private final List<String> select;
    private final Records records;
    private final Deque<FeedRow> rows = new ArrayDeque<>();
    private boolean ended;

    Lines(Reader in, List<String> select, Records records) {
      this.in = in;
      this.lines = new BoundedLines(in, MAX_LINE);
      this.select = select;
      this.records = records;
    }

    @Override
    public List<FieldRule> rules() {
      return records.rules();
    }

    @Override
    public boolean hasNext() {
      try {
        while (rows.isEmpty() && !ended) {
          String line = lines.next();
          ended = line == null;
          if (line != null && !line.isBlank()) {
            read(line);
          }
        }
      } catch (IOException e) {
        rows.addLast(
            new FeedRow.Broken(
                lines.number() + 1, "the file cannot be read further: " + e.getMessage()));
        ended = true;
      }
      return !rows.isEmpty();
    }

    private void read(String line) throws IOException {
      if (lines.wasTooLong()) {
        rows.addLast(
            new FeedRow.Skipped(
                lines.number(),
                SkipReason.TOO_LONG,
                "the line has more than %,d characters".formatted(MAX_LINE)));
        return;
      }
      List<FeedRow> read = new ArrayList<>();
      try (JsonFeed document =
          new JsonFeed(new StringReader(line), select, records, lines.number() - 1)) {
        document.forEachRemaining(read::add);
      }
      if (!read.isEmpty() && read.get(read.size() - 1) instanceof FeedRow.Broken end) {
        // What stands before the fault may lack its end.
        read = List.of(new FeedRow.Skipped(lines.number(), SkipReason.MALFORMED, end.text()));
      }
      rows.addAll(read);
    }

    @Override
    public FeedRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the last record was read");
      }
      return rows.removeFirst();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
