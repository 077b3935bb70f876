package io.petrel.config;

import io.petrel.issue.NearestName;
import io.petrel.yaml.YamlValue;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${env:NAME}} in the values of a configuration. */
final class Placeholders {
  private static final Pattern FORM = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern ENV = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");

  private Placeholders() {}

  /** Whether the text is one placeholder and nothing else. */
  static boolean isOne(String text) {
    return FORM.matcher(text.strip()).matches();
  }

  /** The text with its placeholders replaced; empty, with the fault reported, if that fails. */
  static Optional<String> replace(
      String key, String text, YamlValue place, Map<String, String> environment) {
    StringBuilder result = new StringBuilder();
    Matcher matcher = FORM.matcher(text);
    while (matcher.find()) {
      Matcher env = ENV.matcher(matcher.group(1));
      if (!env.matches()) {
        place.error(
            "'%s' has the placeholder '%s'; allowed: ${env:NAME}".formatted(key, matcher.group()));
        return Optional.empty();
      }
      String name = env.group(1);
      String value = environment.get(name);
      if (value == null) {
        place.error(
            "'%s' needs the environment variable %s, which is not set%s"
                .formatted(key, name, NearestName.hint(name, environment.keySet())));
        return Optional.empty();
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    return Optional.of(matcher.appendTail(result).toString());
  }
}
