package io.petrel.yaml;

import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.issue.SourceText;
import io.petrel.issue.Spot;
import io.petrel.text.Durations;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML value with its place. Each reading method returns the value, or reports what is wrong and
 * returns empty. Not thread-safe.
 */
public final class YamlValue implements Spot {
  private final SourceText source;
  private final Issues issues;
  private final Node node;

  YamlValue(SourceText source, Issues issues, Node node) {
    this.source = source;
    this.issues = issues;
    this.node = node;
  }

  /** Line of its first character, 1-based. */
  public int line() {
    return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  /** Column of its first character, 1-based. */
  public int column() {
    return node.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
  }

  public SourceText source() {
    return source;
  }

  public Issues issues() {
    return issues;
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Whether it is a text, number or the like, and not {@code null} or left empty. */
  public boolean isScalar() {
    return node instanceof ScalarNode && !isNull();
  }

  /** Whether it is {@code null}, {@code ~} or left empty. */
  public boolean isNull() {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isEmpty());
  }

  /** Any scalar as it was written, quotes and folding undone. */
  public Optional<String> text() {
    if (!isScalar()) {
      error("expected text, found " + kind());
      return Optional.empty();
    }
    return Optional.of(((ScalarNode) node).getValue());
  }

  /** A whole number in {@code [min, max]}. */
  public OptionalInt integer(int min, int max) {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int value = Integer.parseInt(text.get().strip());
      if (value >= min && value <= max) {
        return OptionalInt.of(value);
      }
    } catch (NumberFormatException e) {
      // Said below, with what is allowed.
    }
    error(
        "expected a whole number %s, found '%s'"
            .formatted(
                max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max,
                text.get()));
    return OptionalInt.empty();
  }

  /** A finite number. */
  public OptionalDouble number() {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(text.get().strip());
      if (Double.isFinite(value)) {
        return OptionalDouble.of(value);
      }
    } catch (NumberFormatException e) {
      // Said below, with what is allowed.
    }
    error("expected a number, found '%s'".formatted(text.get()));
    return OptionalDouble.empty();
  }

  /** {@code true} or {@code false}. */
  public Optional<Boolean> bool() {
    return oneOf(Map.of("true", true, "false", false));
  }

  /** A duration > 0 such as {@code 90s}, {@code 30m}, {@code 2h30m}, {@code 1d}. */
  public Optional<Duration> duration() {
    return text()
        .flatMap(
            text -> {
              Optional<Duration> duration = Durations.parse(text);
              if (duration.isEmpty()) {
                error(
                    "expected a duration such as 90s, 30m, 2h30m or 1d, found '%s'"
                        .formatted(text));
              }
              return duration;
            });
  }

  /** One of the names of a closed set. */
  public <T> Optional<T> oneOf(Map<String, T> allowed) {
    return text()
        .flatMap(
            text -> {
              T value = allowed.get(text.strip());
              if (value == null) {
                Collection<String> names = allowed.keySet().stream().sorted().toList();
                error(
                    "'%s' is not one of %s%s"
                        .formatted(text, String.join(", ", names), NearestName.hint(text, names)));
              }
              return Optional.ofNullable(value);
            });
  }

  public Optional<YamlMapping> mapping() {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new YamlMapping(this, mapping));
    }
    error("expected keys and values, found " + kind());
    return Optional.empty();
  }

  public Optional<List<YamlValue>> list() {
    if (node instanceof SequenceNode sequence) {
      return Optional.of(
          sequence.getValue().stream().map(item -> new YamlValue(source, issues, item)).toList());
    }
    error("expected a list, found " + kind());
    return Optional.empty();
  }

  public List<YamlValue> listOrSingle() {
    return isList() ? list().orElse(List.of()) : List.of(this);
  }

  /** Reports a fault at this value. */
  @Override
  public void error(String message) {
    issues.add(Issue.error(source, line(), column(), shownLength(), message));
  }

  /** The same of a value that nobody may read, so the line is not shown. */
  public void errorAtSecret(String message) {
    issues.add(
        new Issue(Issue.Level.ERROR, source.name(), line(), column(), shownLength(), message, ""));
  }

  /** Reports something doubtful at this value. */
  @Override
  public void warning(String message) {
    issues.add(Issue.warning(source, line(), column(), shownLength(), message));
  }

  /**
   * Reports a fault inside a text.
   *
   * @param offset character of {@link #text()}, 0-based, at which it starts
   * @param length characters that are wrong
   */
  public void errorAt(int offset, int length, String message) {
    int[] place = placeOf(offset);
    issues.add(Issue.error(source, place[0], place[1], length, message));
  }

  /** Like {@link #errorAt}, as a warning. */
  public void warningAt(int offset, int length, String message) {
    int[] place = placeOf(offset);
    issues.add(Issue.warning(source, place[0], place[1], length, message));
  }

  /**
   * Line and column, 1-based, of a character of {@link #text()}. Folding and quoting lose places,
   * so the text is searched again in the file: white space stands for any white space, and the line
   * where a block starts is its header.
   */
  private int[] placeOf(int offset) {
    if (!(node instanceof ScalarNode scalar) || node.getStartMark().isEmpty()) {
      return new int[] {line(), column()};
    }
    List<String> lines = source.lines();
    ScalarStyle style = scalar.getScalarStyle();
    boolean block = style == ScalarStyle.FOLDED || style == ScalarStyle.LITERAL;
    int line = block ? line() : line() - 1;
    int column = block ? 0 : column() - 1 + (scalar.isPlain() ? 0 : 1);
    String value = scalar.getValue();
    for (int i = 0; i < value.length(); i++) {
      while (line < lines.size() && atEnd(lines.get(line), column)) {
        line++;
        column = 0;
      }
      if (line >= lines.size()) {
        return new int[] {line(), column()};
      }
      char wanted = value.charAt(i);
      if (!Character.isWhitespace(wanted)) {
        column = indexOf(lines.get(line), wanted, column);
      }
      if (i >= offset && !Character.isWhitespace(wanted)) {
        return new int[] {line + 1, column + 1};
      }
      if (!Character.isWhitespace(wanted)) {
        column++;
      }
    }
    return new int[] {Math.min(line + 1, lines.size()), column + 1};
  }

  private static boolean atEnd(String line, int column) {
    return column >= line.length() || line.substring(column).isBlank();
  }

  private static int indexOf(String line, char wanted, int from) {
    int index = line.indexOf(wanted, from);
    return index < 0 ? from : index;
  }

  private String kind() {
    if (isNull()) {
      return "nothing";
    }
    if (node instanceof ScalarNode scalar) {
      return "'%s'".formatted(scalar.getValue());
    }
    return isMapping() ? "keys and values" : "a list";
  }

  private int shownLength() {
    if (node instanceof ScalarNode && node.getEndMark().isPresent()) {
      Mark end = node.getEndMark().get();
      return end.getLine() + 1 == line() ? end.getColumn() + 1 - column() : 1;
    }
    return 1;
  }
}
