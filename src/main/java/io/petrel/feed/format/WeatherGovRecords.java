package io.petrel.feed.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.feed.mapping.UnitNames;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Unit;
import io.petrel.weather.Variables;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Observations of api.weather.gov in GeoJSON. Every value says its unit ({@code wmoUnit:km_h-1}, in
 * older answers {@code unit:m_s-1}) and its MADIS quality code.
 */
final class WeatherGovRecords implements JsonFeed.Records {
  private static final FieldRule LATITUDE =
      FieldRule.of("coordinates[1]", Variables.LATITUDE, Unit.DEGREE, 6);
  private static final FieldRule LONGITUDE =
      FieldRule.of("coordinates[0]", Variables.LONGITUDE, Unit.DEGREE, 6);
  private static final FieldRule RAIN =
      FieldRule.of("precipitationLastHour", Variables.PRECIP_MM, Unit.MILLIMETRE, 2);

  /**
   * barometricPressure is no station pressure: A3000 comes as 101590 Pa, the altimeter setting.
   * Whole pascals and degrees converted from them have long tails of digits.
   */
  private static final List<FieldRule> VALUES =
      List.of(
          FieldRule.of("elevation", Variables.ELEVATION_M, Unit.METRE, 1),
          FieldRule.of("seaLevelPressure", Variables.PRESSURE_HPA, Unit.PASCAL, 2),
          FieldRule.of("temperature", Variables.TEMPERATURE_C, Unit.CELSIUS, 2),
          FieldRule.of("dewpoint", Variables.DEW_POINT_C, Unit.CELSIUS, 2),
          FieldRule.of("relativeHumidity", Variables.HUMIDITY_PCT, Unit.PERCENT, 2),
          FieldRule.of("windSpeed", Variables.WIND_SPEED_MS, Unit.KILOMETRE_PER_HOUR, 2),
          FieldRule.of("windGust", Variables.WIND_GUST_MS, Unit.KILOMETRE_PER_HOUR, 2),
          FieldRule.of("windDirection", Variables.WIND_DIRECTION_DEG, Unit.DEGREE, 0),
          FieldRule.of("visibility", Variables.VISIBILITY_M, Unit.METRE, 0),
          RAIN,
          FieldRule.extra("barometricPressure", "altimeter_hpa", Unit.HECTOPASCAL, 2));

  private static final FieldRule WEATHER =
      FieldRule.of("presentWeather[].rawString", ObservationField.PRESENT_WEATHER);

  @Override
  public List<FieldRule> rules() {
    List<FieldRule> rules = new ArrayList<>(List.of(LATITUDE, LONGITUDE));
    rules.addAll(VALUES);
    rules.add(WEATHER);
    return rules;
  }

  @Override
  public List<FeedRow> rows(long line, JsonNode record, List<JsonNode> around) {
    return List.of(row(line, record));
  }

  private static FeedRow row(long line, JsonNode record) {
    JsonNode properties = record.path("properties");
    JsonNode time = properties.path("timestamp");
    if (!time.isTextual()) {
      return new FeedRow.Skipped(
          line, SkipReason.MALFORMED, "properties.timestamp is missing: no observation");
    }
    OffsetDateTime at;
    try {
      at = OffsetDateTime.parse(time.textValue());
    } catch (DateTimeException e) {
      return new FeedRow.Skipped(
          line,
          SkipReason.BAD_TIME,
          "timestamp is '%s', must be ISO-8601 with offset"
              .formatted(WrittenNumbers.shown(time.textValue())));
    }
    List<String> unreadable = new ArrayList<>();
    List<FeedRow.Value> values = new ArrayList<>();
    JsonNode coordinates = record.path("geometry").path("coordinates");
    values.add(plain(LATITUDE, coordinates.path(1)));
    values.add(plain(LONGITUDE, coordinates.path(0)));
    for (FieldRule rule : VALUES) {
      values.add(value(rule, properties.path(rule.source()), unreadable));
    }
    return new FeedRow.Report(
        line,
        names(properties),
        new TimeRule.Exact(at.toInstant()),
        0,
        values,
        weather(properties.path("presentWeather")),
        new FeedRow.Rain(Duration.ofHours(1), true, at.getMinute() >= 45),
        unreadable);
  }

  private static Map<String, String> names(JsonNode properties) {
    Map<String, String> names = new HashMap<>();
    String url = properties.path("station").asText("");
    String station = properties.path("stationId").asText(url.substring(url.lastIndexOf('/') + 1));
    names.put("station", station);
    names.put("name", properties.path("stationName").asText(""));
    return names;
  }

  /** METAR groups; without {@code rawString} the words are of no code. */
  private static List<FeedRow.Text> weather(JsonNode groups) {
    List<FeedRow.Text> texts = new ArrayList<>();
    for (JsonNode group : groups) {
      texts.add(new FeedRow.Text(WEATHER, group.path("rawString").asText("").strip(), ""));
    }
    return texts.isEmpty() ? List.of(new FeedRow.Text(WEATHER, "", "")) : texts;
  }

  private static FeedRow.Value plain(FieldRule rule, JsonNode value) {
    return new FeedRow.Value(rule, WrittenNumbers.of(value).orElse(Double.NaN), rule.unit(), "");
  }

  private static FeedRow.Value value(FieldRule rule, JsonNode node, List<String> unreadable) {
    JsonNode value = node.path("value");
    String code = node.path("qualityControl").asText("");
    String quality = code.substring(code.lastIndexOf(':') + 1);
    if (value.isMissingNode() || value.isNull()) {
      return new FeedRow.Value(rule, Double.NaN, rule.unit(), "");
    }
    String written = node.path("unitCode").asText("");
    Optional<Unit> unit =
        UnitNames.ofCode(written).filter(u -> u.dimension() == rule.unit().dimension());
    OptionalDouble number = WrittenNumbers.of(value);
    if (number.isEmpty() || unit.isEmpty()) {
      unreadable.add(
          number.isPresent()
              ? "%s is in '%s', no unit of it"
                  .formatted(rule.source(), WrittenNumbers.shown(written))
              : "%s is %s, no number"
                  .formatted(rule.source(), WrittenNumbers.shown(value.toString())));
      return new FeedRow.Value(rule, Double.NaN, rule.unit(), "");
    }
    return new FeedRow.Value(rule, number.getAsDouble(), unit.get(), quality);
  }
}
