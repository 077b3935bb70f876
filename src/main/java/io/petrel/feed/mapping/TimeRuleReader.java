package io.petrel.feed.mapping;

import static io.petrel.feed.mapping.MappingKeys.*;

import io.petrel.issue.NearestName;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** Reads {@code time:} of a mapping file. */
final class TimeRuleReader {
  private TimeRuleReader() {}

  static Optional<TimeRule> read(YamlMapping keys) {
    Optional<MappingTemplate> from = keys.require(FROM).flatMap(MappingReader::template);
    keys.get(FROM)
        .filter(v -> from.isPresent() && from.get().names().isEmpty())
        .ifPresent(v -> v.error("no column is named; write \"${column}\""));
    Optional<YamlValue> format = keys.get(MappingKeys.FORMAT);
    String pattern = format.flatMap(YamlValue::text).map(String::strip).orElse(TimeRule.ISO);
    Optional<ZoneId> zone = keys.get(ZONE).flatMap(TimeRuleReader::zone);
    keys.rejectUnknownKeys("a time");
    Optional<TimeRule.Form> form = form(pattern, format);
    boolean local =
        !Set.of(TimeRule.ISO, TimeRule.EPOCH_SECONDS, TimeRule.EPOCH_MILLIS).contains(pattern)
            && !TimeRule.hasOffset(pattern);
    if (local && form.isPresent() && !keys.has(ZONE)) {
      format.ifPresent(
          v ->
              v.error(
                  "'%s' has no offset, so 'zone' must say whose clock it is".formatted(pattern)));
    }
    return from.flatMap(f -> form.map(read -> new TimeRule(f, read, zone.orElse(null))));
  }

  private static Optional<TimeRule.Form> form(String pattern, Optional<YamlValue> place) {
    return switch (pattern) {
      case TimeRule.ISO -> Optional.of(TimeRule.iso());
      case TimeRule.EPOCH_SECONDS -> Optional.of(TimeRule.epoch(false));
      case TimeRule.EPOCH_MILLIS -> Optional.of(TimeRule.epoch(true));
      default -> written(pattern, place);
    };
  }

  private static Optional<TimeRule.Form> written(String pattern, Optional<YamlValue> place) {
    try {
      return Optional.of(TimeRule.pattern(pattern));
    } catch (IllegalArgumentException e) {
      place.ifPresent(
          v ->
              v.error(
                  "'%s' is not a form of time: %s; write iso, epoch-seconds, epoch-millis or a"
                          .formatted(pattern, e.getMessage())
                      + " pattern such as \"yyyy-MM-dd HH:mm\""));
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(YamlValue value) {
    Optional<String> text = value.text().map(String::strip);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (known.contains(text.get()) || text.get().matches("[+-]\\d\\d:\\d\\d")) {
      return Optional.of(ZoneId.of(text.get()));
    }
    value.error(
        "'%s' is not a time zone%s; write one such as America/New_York, UTC or -05:00"
            .formatted(text.get(), NearestName.hint(text.get(), known)));
    return Optional.empty();
  }
}
