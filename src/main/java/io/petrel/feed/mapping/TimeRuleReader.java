package io.petrel.feed.mapping;

import static io.petrel.feed.mapping.MappingKeys.*;

import io.petrel.issue.NearestName;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code time:} of a mapping file. */
final class TimeRuleReader {
  private static final String ZONE_OF_TABLE = "${table.zone}";

  private TimeRuleReader() {}

  /**
   * Reads it.
   *
   * @param tableHasZone whether the station table says the stations' zones
   */
  static Optional<TimeRule> read(YamlMapping keys, boolean tableHasZone) {
    Optional<MappingTemplate> from = keys.require(FROM).flatMap(MappingReader::template);
    keys.get(FROM)
        .filter(v -> from.isPresent() && from.get().names().isEmpty())
        .ifPresent(v -> v.error("no column is named; write \"${column}\""));
    List<YamlValue> formats =
        keys.get(MappingKeys.FORMAT).map(YamlValue::listOrSingle).orElse(List.of());
    Optional<YamlValue> zone = keys.get(ZONE);
    boolean ofTable =
        zone.flatMap(YamlValue::text).map(String::strip).equals(Optional.of(ZONE_OF_TABLE));
    if (ofTable && !tableHasZone) {
      zone.get().error("'station.table' has no 'zone', the column that says the stations' clocks");
    }
    Optional<ZoneId> read = ofTable ? Optional.empty() : zone.flatMap(TimeRuleReader::zone);
    keys.rejectUnknownKeys("a time");
    List<TimeRule.Form> forms = new ArrayList<>();
    for (YamlValue format : formats) {
      format.text().map(String::strip).ifPresent(t -> form(t, format, zone).ifPresent(forms::add));
    }
    if (formats.isEmpty()) {
      forms.add(TimeRule.iso());
    }
    return forms.isEmpty()
        ? Optional.empty()
        : from.map(f -> new TimeRule(f, forms, read.orElse(null)));
  }

  private static Optional<TimeRule.Form> form(
      String pattern, YamlValue place, Optional<YamlValue> zone) {
    Optional<TimeRule.Form> form = form(pattern, place);
    boolean local =
        !Set.of(TimeRule.ISO, TimeRule.EPOCH_SECONDS, TimeRule.EPOCH_MILLIS).contains(pattern)
            && !TimeRule.hasOffset(pattern);
    if (local && form.isPresent() && zone.isEmpty()) {
      place.error("'%s' has no offset, so 'zone' must say whose clock it is".formatted(pattern));
    }
    return form;
  }

  private static Optional<TimeRule.Form> form(String pattern, YamlValue place) {
    return switch (pattern) {
      case TimeRule.ISO -> Optional.of(TimeRule.iso());
      case TimeRule.EPOCH_SECONDS -> Optional.of(TimeRule.epoch(false));
      case TimeRule.EPOCH_MILLIS -> Optional.of(TimeRule.epoch(true));
      default -> written(pattern, place);
    };
  }

  private static Optional<TimeRule.Form> written(String pattern, YamlValue place) {
    try {
      return Optional.of(TimeRule.pattern(pattern));
    } catch (IllegalArgumentException e) {
      place.error(
          "'%s' is not a form of time: %s; write iso, epoch-seconds, epoch-millis or a"
                  .formatted(pattern, e.getMessage())
              + " pattern such as \"yyyy-MM-dd HH:mm\"");
      return Optional.empty();
    }
  }

  static Optional<ZoneId> zone(YamlValue value) {
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
