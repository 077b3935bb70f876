package io.petrel.notify.subscription;

import static io.petrel.notify.subscription.SubscriptionKeys.*;

import io.petrel.alert.Severity;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.UnitSystem;
import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.issue.SourceText;
import io.petrel.text.Durations;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlReader;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a subscription file and reports every fault in it. */
public final class SubscriptionReader {
  private static final int LONGEST_NAME = 80;
  private static final int HIGHEST_LIMIT = 1000;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration SHORTEST_DIGEST = Duration.ofMinutes(10);
  private static final Duration LONGEST_DIGEST = Duration.ofDays(1);
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("H:mm").withResolverStyle(ResolverStyle.STRICT);
  private static final ZoneId DEFAULT_ZONE = ZoneOffset.UTC;

  private final Map<String, Integer> lineOfName = new HashMap<>();

  private SubscriptionReader() {}

  /**
   * Reads a file.
   *
   * @return the valid subscriptions; use them only if {@code issues} has no errors
   */
  public static Subscriptions read(SourceText source, Issues issues) {
    Optional<YamlMapping> top = YamlReader.readMapping(source, issues);
    if (top.isEmpty()) {
      return Subscriptions.NONE;
    }
    Subscriptions all =
        top.get().require(SUBSCRIPTIONS).map(SubscriptionReader::read).orElse(Subscriptions.NONE);
    top.get().rejectUnknownKeys("a subscription file");
    return all;
  }

  /** Reads a list of subscriptions in another file, as {@link #read} does. */
  public static Subscriptions read(YamlValue value) {
    SubscriptionReader reader = new SubscriptionReader();
    List<Subscription> list = new ArrayList<>();
    for (YamlValue item : value.list().orElse(List.of())) {
      reader.subscription(item).ifPresent(list::add);
    }
    return new Subscriptions(list);
  }

  private Optional<Subscription> subscription(YamlValue item) {
    Optional<YamlMapping> mapping = item.mapping();
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    YamlMapping keys = mapping.get();
    Optional<String> name = keys.require(NAME).flatMap(this::name);
    List<MailAddress> addresses =
        keys.require(TO).map(SubscriptionReader::addresses).orElse(List.of());
    Optional<AlertCondition> when =
        keys.get(WHEN).isEmpty()
            ? Optional.of(AlertCondition.ALL)
            : keys.get(WHEN).flatMap(ConditionCompiler::compile);
    Duration wait = keys.get(WAIT).map(v -> span(v, null, LONGEST_WAIT)).orElse(Duration.ZERO);
    Duration digest =
        keys.get(DIGEST).map(v -> span(v, SHORTEST_DIGEST, LONGEST_DIGEST)).orElse(Duration.ZERO);
    ZoneId zone = keys.get(TIME_ZONE).flatMap(SubscriptionReader::zone).orElse(DEFAULT_ZONE);
    Optional<QuietHours> quiet = keys.get(QUIET_HOURS).flatMap(v -> quietHours(v, zone));
    int limit =
        keys.get(LIMIT).map(v -> v.integer(1, HIGHEST_LIMIT).orElse(HIGHEST_LIMIT)).orElse(0);
    UnitSystem units = keys.get(UNITS).flatMap(SubscriptionReader::units).orElse(UnitSystem.METRIC);
    Optional<Instant> mute = keys.get(MUTE_UNTIL).flatMap(v -> instant(v, zone));
    keys.rejectUnknownKeys("a subscription");
    if (!wait.isZero() && !digest.isZero()) {
      keys.key(WAIT)
          .ifPresent(key -> key.warning("'wait' does nothing here: 'digest' collects for longer"));
    }
    if (name.isEmpty() || addresses.isEmpty() || when.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Subscription(
            name.get(),
            addresses,
            when.get(),
            wait,
            digest,
            quiet.orElse(null),
            limit,
            new ReaderPreferences(units, zone),
            mute.orElse(null)));
  }

  private Optional<String> name(YamlValue value) {
    Optional<String> name = value.text().map(String::strip);
    if (name.isEmpty()) {
      return name;
    }
    if (name.get().isEmpty()
        || name.get().length() > LONGEST_NAME
        || name.get().chars().anyMatch(Character::isISOControl)) {
      value.error(
          String.format(Locale.ROOT, "a name has 1 to %d characters in one line", LONGEST_NAME));
      return Optional.empty();
    }
    Integer earlier = lineOfName.putIfAbsent(name.get(), value.line());
    if (earlier != null) {
      value.error(
          String.format(
              Locale.ROOT, "the subscription in line %d is also named '%s'", earlier, name.get()));
    }
    return name;
  }

  private static List<MailAddress> addresses(YamlValue value) {
    List<MailAddress> addresses = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (YamlValue item : value.listOrSingle()) {
      item.text()
          .flatMap(text -> address(item, text))
          .ifPresent(
              address -> {
                if (seen.add(address.key())) {
                  addresses.add(address);
                } else {
                  item.warning("'%s' is in this list twice".formatted(address.bare()));
                }
              });
    }
    if (value.isList() && value.list().orElse(List.of()).isEmpty()) {
      value.error("'to' needs at least one address");
    }
    return addresses;
  }

  private static Optional<MailAddress> address(YamlValue item, String text) {
    try {
      return Optional.of(MailAddress.parse(text));
    } catch (IllegalArgumentException e) {
      item.error(
          "'%s' is not a mail address: %s; write ann@example.org or \"Ann <ann@example.org>\""
              .formatted(text.replaceAll("\\p{Cntrl}", " "), lowerFirst(e.getMessage())));
      return Optional.empty();
    }
  }

  private static String lowerFirst(@Nullable String text) {
    return text == null || text.isEmpty()
        ? "it cannot be read"
        : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private static Duration span(YamlValue value, @Nullable Duration least, Duration most) {
    Optional<Duration> span = value.duration();
    if (span.isEmpty()) {
      return Duration.ZERO;
    }
    boolean tooShort = least != null && span.get().compareTo(least) < 0;
    if (tooShort || span.get().compareTo(most) > 0) {
      value.error(
          "%s is too %s; allowed is %s%s"
              .formatted(
                  Durations.code(span.get()),
                  tooShort ? "short" : "long",
                  least == null ? "at most " : Durations.code(least) + " to ",
                  Durations.code(most)));
    }
    return span.get();
  }

  private static Optional<UnitSystem> units(YamlValue value) {
    Map<String, UnitSystem> words = new HashMap<>();
    for (UnitSystem system : UnitSystem.values()) {
      words.put(system.word(), system);
    }
    return value.oneOf(words);
  }

  private static Optional<ZoneId> zone(YamlValue value) {
    Optional<String> text = value.text().map(String::strip);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (known.contains(text.get())) {
      return Optional.of(ZoneId.of(text.get()));
    }
    value.error(
        "'%s' is not a time zone%s; write one such as Europe/Dublin, America/New_York or UTC"
            .formatted(text.get(), NearestName.hint(text.get(), known)));
    return Optional.empty();
  }

  private static Optional<QuietHours> quietHours(YamlValue value, ZoneId readersZone) {
    Optional<YamlMapping> mapping = value.mapping();
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    YamlMapping keys = mapping.get();
    Optional<LocalTime> from = keys.require(FROM).flatMap(SubscriptionReader::time);
    Optional<LocalTime> to = keys.require(UNTIL).flatMap(SubscriptionReader::time);
    ZoneId zone = keys.get(TIME_ZONE).flatMap(SubscriptionReader::zone).orElse(readersZone);
    Map<String, Severity> severities = new HashMap<>();
    for (Severity severity : Severity.values()) {
      severities.put(severity.code().toLowerCase(java.util.Locale.ROOT), severity);
    }
    Optional<Severity> unless = keys.get(UNLESS_SEVERITY).flatMap(v -> v.oneOf(severities));
    keys.rejectUnknownKeys("quiet-hours");
    if (from.isPresent() && from.equals(to)) {
      value.error("'from' and 'to' are the same; to get nothing at all, use 'mute-until'");
      return Optional.empty();
    }
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new QuietHours(from.get(), to.get(), zone, unless.orElse(null)));
  }

  private static Optional<LocalTime> time(YamlValue value) {
    Optional<String> text = value.text();
    try {
      return text.map(t -> LocalTime.parse(t.strip(), TIME_OF_DAY));
    } catch (DateTimeParseException e) {
      value.error("expected a time of day such as 22:00, found '%s'".formatted(text.orElse("")));
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(YamlValue value, ZoneId zone) {
    String text = value.text().map(String::strip).orElse("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      // A local date and time, below.
    }
    try {
      return Optional.of(java.time.LocalDateTime.parse(text).atZone(zone).toInstant());
    } catch (DateTimeParseException e) {
      value.error(
          "expected a time such as 2026-12-24T18:00 (in the reader's time zone) or"
              + " 2026-12-24T18:00:00Z, found '%s'".formatted(text));
      return Optional.empty();
    }
  }
}
