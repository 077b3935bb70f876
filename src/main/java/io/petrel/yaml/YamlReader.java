package io.petrel.yaml;

import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Entry to YAML text. Files are small and written by people, so megabytes, deep nesting and
 * aliases, which only an attacker or an accident would write, are faults.
 */
public final class YamlReader {
  /** Longest file, in characters. */
  public static final int MAX_LENGTH = 1_000_000;

  /** Deepest nesting of mappings and lists. */
  public static final int MAX_DEPTH = 40;

  private YamlReader() {}

  /** The mapping at the top of a file; empty, with the faults reported, if there is none. */
  public static Optional<YamlMapping> readMapping(SourceText source, Issues issues) {
    return read(source, issues).flatMap(YamlValue::mapping);
  }

  /** The value at the top of a file; empty, with the faults reported, if there is none. */
  public static Optional<YamlValue> read(SourceText source, Issues issues) {
    if (source.text().length() > MAX_LENGTH) {
      issues.add(
          Issue.ofFile(
              source.name(),
              "the file has %,d characters; at most %,d are allowed"
                  .formatted(source.text().length(), MAX_LENGTH)));
      return Optional.empty();
    }
    LoadSettings settings = settings(source.text());
    try {
      if (!isPlain(source, settings, issues)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(source.text());
      if (root.isEmpty()) {
        issues.add(Issue.ofFile(source.name(), "the file is empty"));
      }
      return root.map(node -> new YamlValue(source, issues, node));
    } catch (MarkedYamlEngineException e) {
      issues.add(at(source, e.getProblemMark().orElse(null), "not YAML: " + problem(e)));
    } catch (ReaderException e) {
      issues.add(Issue.ofFile(source.name(), "not YAML: " + e.getMessage()));
    } catch (YamlEngineException e) {
      issues.add(Issue.ofFile(source.name(), "not YAML: " + firstLine(e.getMessage())));
    }
    return Optional.empty();
  }

  /** One buffer for all of it: the parser fails on a surrogate pair that straddles two. */
  private static LoadSettings settings(String text) {
    return LoadSettings.builder()
        .setCodePointLimit(MAX_LENGTH)
        .setUseMarks(true)
        .setBufferSize(Math.max(1024, text.length() + 1))
        .build();
  }

  /** Walks the events, which costs no more than the text, before nodes are made of them. */
  private static boolean isPlain(SourceText source, LoadSettings settings, Issues issues) {
    int depth = 0;
    int documents = 0;
    for (Event event : new Parse(settings).parseString(source.text())) {
      Mark mark = event.getStartMark().orElse(null);
      if (event instanceof AliasEvent) {
        issues.add(at(source, mark, "aliases (*name) are not allowed; write the value out"));
        return false;
      }
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        issues.add(at(source, mark, "a second document (---); one file holds one"));
        return false;
      }
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        issues.add(at(source, mark, "nested more than %d levels deep".formatted(MAX_DEPTH)));
        return false;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
    return true;
  }

  private static Issue at(SourceText source, @Nullable Mark mark, String message) {
    return mark == null
        ? Issue.ofFile(source.name(), message)
        : Issue.error(source, mark.getLine() + 1, mark.getColumn() + 1, 1, message);
  }

  private static String problem(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "cannot be read" : e.getProblem();
    if (problem.contains("'\\t(TAB)'")) {
      return "a tab where a value starts; indent with spaces";
    }
    if (problem.contains("expected ',' or")) {
      return "inside { } and [ ] a comma ends a value; put a value with commas or quotes into quotes";
    }
    String context = e.getContext();
    return context == null || context.isBlank()
        ? problem
        : "%s, %s".formatted(context.toLowerCase(Locale.ROOT), problem);
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "cannot be read" : message.lines().findFirst().orElse("");
  }
}
