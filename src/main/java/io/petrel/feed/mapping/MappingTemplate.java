package io.petrel.feed.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with the values of a report in it, such as {@code icao:K${origin}}.
 *
 * @param texts around the names, one more than names
 * @param names of the values
 */
public record MappingTemplate(List<String> texts, List<String> names) {
  private static final Pattern NAME = Pattern.compile("\\$\\{([^{}]*)}");

  public MappingTemplate {
    texts = List.copyOf(texts);
    names = List.copyOf(names);
    if (texts.size() != names.size() + 1) {
      throw new IllegalArgumentException("a text before, between and after the names is needed");
    }
  }

  static MappingTemplate parse(String text) {
    List<String> texts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(text);
    int from = 0;
    while (matcher.find()) {
      texts.add(text.substring(from, matcher.start()));
      names.add(matcher.group(1).strip());
      from = matcher.end();
    }
    texts.add(text.substring(from));
    return new MappingTemplate(texts, names);
  }

  /** The names, each once. */
  public Set<String> distinctNames() {
    return new LinkedHashSet<>(names);
  }

  /** The first name that has no value. */
  public Optional<String> missing(Map<String, String> values) {
    return names.stream().filter(name -> values.getOrDefault(name, "").isEmpty()).findFirst();
  }

  /** The text; a name without a value leaves nothing. */
  public String expand(Map<String, String> values) {
    StringBuilder text = new StringBuilder(texts.get(0));
    for (int i = 0; i < names.size(); i++) {
      text.append(values.getOrDefault(names.get(i), "")).append(texts.get(i + 1));
    }
    return text.toString();
  }
}
