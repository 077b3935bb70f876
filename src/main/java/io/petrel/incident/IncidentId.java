package io.petrel.incident;

import io.petrel.state.Sha256;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Names of incidents and records: readable, and derived from rule, place and opening time, so that
 * a replay gives the same. They use only characters that CAP allows in identifiers, Kafka in keys
 * and mail in Message-IDs: {@code gale-20130116T180000Z-3f9a2c1b7d}, and for its records {@code
 * gale-20130116T180000Z-3f9a2c1b7d-0}. Readers must not parse them.
 */
final class IncidentId {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int RULE_LENGTH = 60;

  private IncidentId() {}

  static String of(String rule, Map<String, String> by, long openedMillis) {
    String slug = rule.replaceAll("[^A-Za-z0-9-]", "-");
    return "%s-%s-%s"
        .formatted(
            slug.substring(0, Math.min(slug.length(), RULE_LENGTH)),
            TIME.format(Instant.ofEpochMilli(openedMillis)),
            hash(rule, by, openedMillis));
  }

  static String record(String incidentId, int sequence) {
    return incidentId + "-" + sequence;
  }

  /**
   * The opening time of an incident, from its name: the name has the second, and only one of its
   * milliseconds gives this name. Empty = Petrel did not make the name.
   */
  static OptionalLong openedMillis(String incidentId, String rule, Map<String, String> by) {
    int hash = incidentId.lastIndexOf('-');
    int time = incidentId.lastIndexOf('-', hash - 1);
    if (time < 0) {
      return OptionalLong.empty();
    }
    long second;
    try {
      second = Instant.from(TIME.parse(incidentId.substring(time + 1, hash))).toEpochMilli();
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
    return LongStream.range(second, second + 1000)
        .filter(opened -> of(rule, by, opened).equals(incidentId))
        .findFirst();
  }

  /** 10 hex digits: only incidents of the same rule and second can collide. */
  private static String hash(String rule, Map<String, String> by, long openedMillis) {
    StringBuilder text = new StringBuilder(rule).append('\0').append(openedMillis);
    new TreeMap<>(by)
        .forEach((name, value) -> text.append('\0').append(name).append('\0').append(value));
    return Sha256.hex(text.toString(), 5);
  }
}
