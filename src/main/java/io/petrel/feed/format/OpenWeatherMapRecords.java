package io.petrel.feed.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.feed.mapping.UnitChoice;
import io.petrel.weather.Unit;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Current weather of OpenWeatherMap. Pressure is in hPa and visibility in metres whatever units
 * were asked for; only temperatures and speeds change.
 */
final class OpenWeatherMapRecords implements JsonFeed.Records {
  private static final FieldRule LATITUDE =
      FieldRule.of("coord.lat", Variables.LATITUDE, Unit.DEGREE, 6);
  private static final FieldRule LONGITUDE =
      FieldRule.of("coord.lon", Variables.LONGITUDE, Unit.DEGREE, 6);
  private static final FieldRule PRESSURE =
      FieldRule.of("main.sea_level or main.pressure", Variables.PRESSURE_HPA, Unit.HECTOPASCAL, 2);
  private static final FieldRule STATION_PRESSURE =
      FieldRule.of("main.grnd_level", Variables.named("station_pressure_hpa"), Unit.HECTOPASCAL, 2);
  private static final FieldRule HUMIDITY =
      FieldRule.of("main.humidity", Variables.HUMIDITY_PCT, Unit.PERCENT, 2);
  private static final FieldRule DIRECTION =
      FieldRule.of("wind.deg", Variables.WIND_DIRECTION_DEG, Unit.DEGREE, 0);
  private static final FieldRule VISIBILITY =
      FieldRule.of("visibility", Variables.VISIBILITY_M, Unit.METRE, 0);
  private static final FieldRule RAIN =
      FieldRule.of("rain.1h and snow.1h", Variables.PRECIP_MM, Unit.MILLIMETRE, 2);

  private final FieldRule temperature;
  private final FieldRule speed;
  private final FieldRule gust;

  OpenWeatherMapRecords(UnitChoice units) {
    this.temperature = FieldRule.of("main.temp", Variables.TEMPERATURE_C, units.temperature(), 2);
    this.speed = FieldRule.of("wind.speed", Variables.WIND_SPEED_MS, units.speed(), 2);
    this.gust = FieldRule.of("wind.gust", Variables.WIND_GUST_MS, units.speed(), 2);
  }

  @Override
  public List<FieldRule> rules() {
    return List.of(
        LATITUDE,
        LONGITUDE,
        PRESSURE,
        STATION_PRESSURE,
        temperature,
        HUMIDITY,
        speed,
        gust,
        DIRECTION,
        VISIBILITY,
        RAIN);
  }

  @Override
  public List<FeedRow> rows(long line, JsonNode record, List<JsonNode> around) {
    return List.of(row(line, record));
  }

  private FeedRow row(long line, JsonNode record) {
    if (record.has("pop") || record.path("sys").path("pod").isTextual()) {
      return new FeedRow.Skipped(
          line, SkipReason.NOT_AN_OBSERVATION, "a forecast (it has 'pop' or 'sys.pod')");
    }
    OptionalDouble time = WrittenNumbers.of(record.path("dt"));
    if (time.isEmpty() || time.getAsDouble() != Math.rint(time.getAsDouble())) {
      return new FeedRow.Skipped(
          line, SkipReason.BAD_TIME, "dt is missing or no whole number of seconds since 1970");
    }
    // Milliseconds, or worse.
    if (Math.abs(time.getAsDouble()) >= 1e11) {
      return new FeedRow.Skipped(
          line, SkipReason.BAD_TIME, "dt is no time in seconds: " + record.path("dt"));
    }
    List<String> unreadable = new ArrayList<>();
    List<FeedRow.Value> values = new ArrayList<>();
    JsonNode main = record.path("main");
    JsonNode wind = record.path("wind");
    values.add(value(LATITUDE, record.path("coord").path("lat"), unreadable));
    values.add(value(LONGITUDE, record.path("coord").path("lon"), unreadable));
    values.add(value(PRESSURE, seaLevel(main), unreadable));
    values.add(value(STATION_PRESSURE, main.path("grnd_level"), unreadable));
    values.add(value(temperature, main.path("temp"), unreadable));
    values.add(value(HUMIDITY, main.path("humidity"), unreadable));
    values.add(value(speed, wind.path("speed"), unreadable));
    values.add(value(gust, wind.path("gust"), unreadable));
    values.add(value(DIRECTION, wind.path("deg"), unreadable));
    values.add(value(VISIBILITY, record.path("visibility"), unreadable));
    values.add(rain(record, unreadable));
    return new FeedRow.Report(
        line,
        names(record),
        new TimeRule.Exact(Instant.ofEpochSecond((long) time.getAsDouble())),
        0,
        values,
        List.of(), // weather.id is a code of its own, of no WMO table.
        new FeedRow.Rain(Duration.ofHours(1), false, false),
        unreadable);
  }

  /** {@code pressure} is that of the sea level only while the other two are not there. */
  private static JsonNode seaLevel(JsonNode main) {
    return main.has("sea_level") || main.has("grnd_level")
        ? main.path("sea_level")
        : main.path("pressure");
  }

  /** Where it knows no place of that name, as at sea, the id is 0: then the position is the id. */
  private static Map<String, String> names(JsonNode record) {
    Map<String, String> names = new HashMap<>();
    String id = record.path("id").asText(record.path("city_id").asText(""));
    JsonNode place = record.path("coord");
    if (id.isEmpty() || id.equals("0")) {
      OptionalDouble latitude = WrittenNumbers.of(place.path("lat"));
      OptionalDouble longitude = WrittenNumbers.of(place.path("lon"));
      boolean isPlace =
          latitude.isPresent()
              && longitude.isPresent()
              && (latitude.getAsDouble() != 0 || longitude.getAsDouble() != 0);
      id = isPlace ? "%s,%s".formatted(latitude.getAsDouble(), longitude.getAsDouble()) : "";
    }
    names.put("id", id);
    names.put("name", record.path("name").asText(""));
    names.put("country", record.path("sys").path("country").asText(""));
    return names;
  }

  private static FeedRow.Value rain(JsonNode record, List<String> unreadable) {
    FeedRow.Value rain = value(RAIN, record.path("rain").path("1h"), unreadable);
    FeedRow.Value snow = value(RAIN, record.path("snow").path("1h"), unreadable);
    double sum =
        Double.isNaN(rain.number())
            ? snow.number()
            : Double.isNaN(snow.number()) ? rain.number() : rain.number() + snow.number();
    return new FeedRow.Value(RAIN, sum, RAIN.unit(), "");
  }

  private static FeedRow.Value value(FieldRule rule, JsonNode node, List<String> unreadable) {
    OptionalDouble number = WrittenNumbers.of(node);
    if (number.isEmpty() && !node.isMissingNode() && !node.isNull()) {
      unreadable.add(
          "%s is %s, no number".formatted(rule.source(), WrittenNumbers.shown(node.toString())));
    }
    return new FeedRow.Value(rule, number.orElse(Double.NaN), rule.unit(), "");
  }
}
