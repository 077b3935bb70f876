package io.petrel.feed.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value is in JSON: {@code main.temp}, {@code weather[0].id}, or a JSON Pointer (RFC 6901)
 * such as {@code /main/temp}.
 *
 * @param from where the path begins
 * @param out with {@link Start#AROUND}, how many objects further out
 */
public record FieldPath(Start from, int out, JsonPointer pointer) {
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d{1,6})]");

  /** Where a path begins. */
  public enum Start {
    /** At the record. */
    RECORD,
    /** {@code ^}: at the object around the record; {@code ^^} is one further out. */
    AROUND,
    /** {@code $}: at the whole document. */
    DOCUMENT
  }

  /** Reads a path; empty if it is none. */
  public static Optional<FieldPath> parse(String written) {
    String text = written.strip();
    int out = 0;
    while (out < text.length() && text.charAt(out) == '^') {
      out++;
    }
    Start from = out > 0 ? Start.AROUND : text.startsWith("$") ? Start.DOCUMENT : Start.RECORD;
    String rest = text.substring(from == Start.DOCUMENT ? 1 : out);
    if (rest.startsWith("/")) {
      return Optional.of(new FieldPath(from, out, JsonPointer.compile(rest)));
    }
    if (from != Start.RECORD && rest.startsWith(".")) {
      rest = rest.substring(1);
    }
    int outer = out;
    return steps(rest).map(s -> new FieldPath(from, outer, pointer(s)));
  }

  /** The names of a dotted path; empty if it is none. */
  static Optional<List<String>> steps(String text) {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (at > 0 && text.charAt(at) == '.') {
        at++;
      }
      if (!matcher.find(at) || matcher.start() != at) {
        return Optional.empty();
      }
      steps.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1).strip());
      at = matcher.end();
    }
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps);
  }

  private static JsonPointer pointer(List<String> steps) {
    JsonPointer pointer = JsonPointer.empty();
    for (String step : steps) {
      pointer =
          pointer.append(JsonPointer.compile("/" + step.replace("~", "~0").replace("/", "~1")));
    }
    return pointer;
  }

  /** Whether it needs what stands around the record. */
  public boolean leavesRecord() {
    return from != Start.RECORD;
  }
}
