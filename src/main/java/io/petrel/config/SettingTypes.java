package io.petrel.config;

import io.petrel.issue.NearestName;
import io.petrel.text.Durations;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ways in which values are written. */
final class SettingTypes {
  static final SettingType<String> TEXT =
      new ScalarType<>(
          "a text",
          (text, at) -> Optional.of(text).filter(t -> !t.isEmpty()),
          List.of(),
          Map.of("type", "string", "minLength", 1));

  static final SettingType<Boolean> BOOL =
      new ScalarType<>(
          "true or false",
          (text, at) -> Optional.ofNullable(Map.of("true", true, "false", false).get(text)),
          List.of("true", "false"),
          Map.of("type", "boolean"));

  static final SettingType<Duration> DURATION =
      new ScalarType<>(
          "a duration longer than 0, such as 500ms, 90s, 30m, 2h30m or 1d",
          (text, at) -> Durations.parse(text),
          List.of(),
          Map.of("type", "string", "pattern", "^(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$"));

  static final SettingType<Duration> DURATION_OR_ZERO =
      new ScalarType<>(
          "0, or a duration such as 500ms, 90s, 30m, 2h30m or 1d",
          (text, at) -> text.equals("0") ? Optional.of(Duration.ZERO) : Durations.parse(text),
          List.of(),
          Map.of(
              "type",
              List.of("string", "integer"),
              "pattern",
              "^(0|(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)$"));

  /** A file or folder on this machine, absolute. */
  static final SettingType<Path> FILE =
      new ScalarType<>(
          "a path on this machine; a relative one starts at the folder of this file",
          (text, at) -> file(text, at),
          List.of(),
          Map.of("type", "string", "minLength", 1));

  /** A folder that Flink's file systems know, as a URI. */
  static final SettingType<String> FOLDER =
      new ScalarType<>(
          "a path, relative to this file, or a URI such as s3://bucket/folder",
          (text, at) ->
              text.contains("://")
                  ? Optional.of(text)
                  : file(text, at).map(path -> path.toUri().toString()),
          List.of(),
          Map.of("type", "string", "minLength", 1));

  static final SettingType<String> HTTP_URL = new HttpUrlType();

  static final SettingType<String> SERVERS =
      matching(
          "host:port, separated by commas", "[^\\s,:]+:\\d{1,5}(\\s*,\\s*[^\\s,:]+:\\d{1,5})*");

  static final SettingType<String> TOPIC =
      matching("a topic name: letters, digits, dot, _ and -", "[A-Za-z0-9._-]{1,249}");

  static final SettingType<Secret> SECRET = new SecretType();

  static final SettingType<Map<String, String>> TEXT_MAP = new TextMapType();

  static final SettingType<Map<String, Duration>> DURATION_MAP = new MapType<>(DURATION);

  private static final Pattern SIZE_FORM = Pattern.compile("([1-9]\\d{0,9}) ?(B|kB|MB|GB)");

  private SettingTypes() {}

  static SettingType<Integer> integer(int minimum, int maximum) {
    return new ScalarType<>(
        "a whole number from %d to %d".formatted(minimum, maximum),
        (text, at) -> integer(text).filter(value -> value >= minimum && value <= maximum),
        List.of(),
        Map.of("type", "integer", "minimum", minimum, "maximum", maximum));
  }

  /** Bytes. */
  static SettingType<Long> size(long minimum, long maximum) {
    return new ScalarType<>(
        "a size from %s to %s, in B, kB, MB or GB (powers of 1024)"
            .formatted(sizeText(minimum), sizeText(maximum)),
        (text, at) -> size(text).filter(value -> value >= minimum && value <= maximum),
        List.of(),
        Map.of("type", "string", "pattern", "^[1-9]\\d{0,9} ?(B|kB|MB|GB)$"));
  }

  static SettingType<String> matching(String allowed, String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return new ScalarType<>(
        allowed,
        (text, at) -> Optional.of(text).filter(t -> compiled.matcher(t).matches()),
        List.of(),
        Map.of("type", "string", "pattern", "^" + pattern + "$"));
  }

  /** The constants of an enum, written in lower case with hyphens. */
  static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
    return oneOf(
        List.of(type.getEnumConstants()),
        constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  static <T> SettingType<T> oneOf(List<T> values, Function<T, String> name) {
    Map<String, T> byName = new LinkedHashMap<>();
    values.forEach(value -> byName.put(name.apply(value), value));
    List<String> names = List.copyOf(byName.keySet());
    return new ScalarType<>(
        String.join(", ", names),
        (text, at) -> Optional.ofNullable(byName.get(text)),
        names,
        Map.of("enum", names));
  }

  private static Optional<Integer> integer(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String sizeText(long bytes) {
    List<String> units = List.of("B", "kB", "MB", "GB");
    int power = 0;
    long amount = bytes;
    while (amount % 1024 == 0 && power < units.size() - 1) {
      amount /= 1024;
      power++;
    }
    return amount + units.get(power);
  }

  private static Optional<Long> size(String text) {
    Matcher matcher = SIZE_FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int power = List.of("B", "kB", "MB", "GB").indexOf(matcher.group(2));
    return Optional.of(Long.parseLong(matcher.group(1)) << (10 * power));
  }

  private static Optional<Path> file(String text, ResolutionContext at) {
    try {
      return Optional.of(text)
          .filter(t -> !t.isEmpty() && !t.contains("://"))
          .map(t -> at.folder().resolve(t).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> httpUrl(String text) {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return Optional.of(text).filter(t -> http && uri.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A password or key. It is never written in the file, only named there. */
  static final class SecretType implements SettingType<Secret> {
    @Override
    public Optional<Secret> read(String key, YamlValue value, ResolutionContext surroundings) {
      if (!value.isScalar() || !Placeholders.isOne(value.text().orElse(""))) {
        value.errorAtSecret("'%s' must not be written here; allowed: %s".formatted(key, allowed()));
        return Optional.empty();
      }
      return value
          .text()
          .flatMap(text -> Placeholders.replace(key, text, value, surroundings.environment()))
          .map(Secret::new);
    }

    @Override
    public Secret ofDefault(String text, ResolutionContext surroundings) {
      throw new IllegalStateException("a secret has no default");
    }

    @Override
    public String allowed() {
      return "${env:NAME}, or the key with -file at its end";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "pattern", "^\\$\\{env:[A-Za-z_][A-Za-z0-9_]*\\}$");
    }
  }

  /** A login in it would be ignored, and shown where the URL is. */
  private static final class HttpUrlType implements SettingType<String> {
    private static final ScalarType<String> URL =
        new ScalarType<>(
            "a URL such as https://registry:8081",
            (text, at) -> httpUrl(text),
            List.of(),
            Map.of("type", "string", "pattern", "^https?://"));

    @Override
    public Optional<String> read(String key, YamlValue value, ResolutionContext surroundings) {
      boolean login =
          value.isScalar()
              && value
                  .text()
                  .flatMap(
                      text -> Placeholders.replace(key, text, value, surroundings.environment()))
                  .orElse("")
                  .contains("@");
      if (login) {
        value.errorAtSecret("'%s' holds a login; allowed: %s".formatted(key, allowed()));
        return Optional.empty();
      }
      return URL.read(key, value, surroundings);
    }

    @Override
    public String ofDefault(String text, ResolutionContext surroundings) {
      return URL.ofDefault(text, surroundings);
    }

    @Override
    public String allowed() {
      return URL.allowed();
    }

    @Override
    public Map<String, Object> schema() {
      return URL.schema();
    }
  }

  /** Names and texts that are handed on as they are. What sounds secret must not be written out. */
  private static final class TextMapType implements SettingType<Map<String, String>> {
    @Override
    public Optional<Map<String, String>> read(
        String key, YamlValue value, ResolutionContext surroundings) {
      if (!value.isMapping()) {
        value.error("'%s' must be names with values; allowed: %s".formatted(key, allowed()));
        return Optional.empty();
      }
      Map<String, String> read = new LinkedHashMap<>();
      value.mapping().map(YamlMapping::entries).orElse(Map.of()).entrySet().stream()
          .filter(entry -> isAllowed(key, entry))
          .forEach(
              entry ->
                  entry
                      .getValue()
                      .text()
                      .flatMap(
                          text ->
                              Placeholders.replace(
                                  key + "." + entry.getKey(),
                                  text,
                                  entry.getValue(),
                                  surroundings.environment()))
                      .ifPresent(text -> read.put(entry.getKey(), text)));
      return Optional.of(Map.copyOf(read));
    }

    private static boolean isAllowed(String key, Map.Entry<String, YamlValue> entry) {
      String name = entry.getKey().toLowerCase(Locale.ROOT);
      boolean secret =
          Stream.of("password", "jaas", "secret", "token", "keystore.key").anyMatch(name::contains);
      YamlValue value = entry.getValue();
      if (secret && value.isScalar() && !value.text().orElse("").contains("${env:")) {
        value.errorAtSecret(
            "'%s.%s' is a secret and must not be written here; allowed: ${env:NAME}"
                .formatted(key, entry.getKey()));
        return false;
      }
      return true;
    }

    @Override
    public Map<String, String> ofDefault(String text, ResolutionContext surroundings) {
      return Map.of();
    }

    @Override
    public String allowed() {
      return "names, each with a text or ${env:NAME}";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of(
          "type",
          "object",
          "additionalProperties",
          Map.of("type", List.of("string", "number", "boolean")));
    }
  }

  /** Names, each with a value of one type. */
  private record MapType<T>(SettingType<T> each) implements SettingType<Map<String, T>> {
    @Override
    public Optional<Map<String, T>> read(
        String key, YamlValue value, ResolutionContext surroundings) {
      if (!value.isMapping()) {
        value.error("'%s' must be names with values; allowed: %s".formatted(key, allowed()));
        return Optional.empty();
      }
      Map<String, T> read = new LinkedHashMap<>();
      value
          .mapping()
          .map(YamlMapping::entries)
          .orElse(Map.of())
          .forEach(
              (name, one) ->
                  each.read(key + "." + name, one, surroundings).ifPresent(t -> read.put(name, t)));
      return Optional.of(Map.copyOf(read));
    }

    @Override
    public Map<String, T> ofDefault(String text, ResolutionContext surroundings) {
      return Map.of();
    }

    @Override
    public String allowed() {
      return "names, each with " + each.allowed();
    }

    @Override
    public Map<String, Object> schema() {
      // Sorted: Map.of has no fixed order.
      return Map.of("type", "object", "additionalProperties", new TreeMap<>(each.schema()));
    }
  }

  /**
   * A setting written as one text or number.
   *
   * @param parse the value of a text, or empty if the text is none
   * @param names all values, when they are a closed set, for suggestions
   */
  record ScalarType<T>(
      String allowed,
      BiFunction<String, ResolutionContext, Optional<T>> parse,
      List<String> names,
      Map<String, Object> schema)
      implements SettingType<T> {

    @Override
    public Optional<T> read(String key, YamlValue value, ResolutionContext surroundings) {
      if (!value.isScalar()) {
        value.error("'%s' must be one value; allowed: %s".formatted(key, allowed));
        return Optional.empty();
      }
      return value
          .text()
          .flatMap(text -> Placeholders.replace(key, text, value, surroundings.environment()))
          .flatMap(
              text -> {
                Optional<T> parsed = parse.apply(text.strip(), surroundings);
                if (parsed.isEmpty()) {
                  value.error(
                      "'%s' is '%s'%s; allowed: %s"
                          .formatted(key, text, NearestName.hint(text, names), allowed));
                }
                return parsed;
              });
    }

    @Override
    public T ofDefault(String text, ResolutionContext surroundings) {
      return parse
          .apply(text, surroundings)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "the default '%s' is not allowed: %s".formatted(text, allowed)));
    }
  }
}
