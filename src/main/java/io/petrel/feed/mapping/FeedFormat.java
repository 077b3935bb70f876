package io.petrel.feed.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A kind of feed. */
public enum FeedFormat {
  /** Named columns; the mapping file says what they mean. */
  CSV("csv", ""),
  /** JSON of any shape; the mapping file says where its values are. */
  JSON("json", ""),
  /** NOAA Integrated Surface Data, full fixed-width format. */
  ISD("isd", "isd:${usaf}-${wban}"),
  /** NOAA ISD-Lite: one file a station and year, hours and eight values. */
  ISD_LITE("isd-lite", "isd:${usaf}-${wban}"),
  /** METAR and SPECI reports as text, or in a column of a CSV. */
  METAR("metar", "icao:${station}"),
  /** Observations of api.weather.gov, GeoJSON. */
  WEATHER_GOV("weather-gov", "icao:${station}"),
  /** Current weather of OpenWeatherMap, one or a list. */
  OPENWEATHERMAP("openweathermap", "owm:${id}");

  private final String word;
  private final String stationId;

  FeedFormat(String word, String stationId) {
    this.word = word;
    this.stationId = stationId;
  }

  /** As written in a mapping file. */
  public String word() {
    return word;
  }

  /** MappingTemplate of the station's id unless the mapping file has its own; empty = it must. */
  String stationId() {
    return stationId;
  }

  /** Quality codes of values that are not used, unless the mapping file names others. */
  Set<String> rejectedQuality() {
    return switch (this) {
      case ISD -> Set.of("2", "3", "6", "7");
      case WEATHER_GOV -> Set.of("X", "Q", "B");
      case CSV, JSON, ISD_LITE, METAR, OPENWEATHERMAP -> Set.of();
    };
  }

  /**
   * MappingTemplate of the station's name unless the mapping file has its own; empty = it has none.
   */
  String stationName() {
    return switch (this) {
      case WEATHER_GOV, OPENWEATHERMAP -> "${name}";
      case CSV, JSON, ISD, ISD_LITE, METAR -> "";
    };
  }

  static Map<String, FeedFormat> byWord() {
    Map<String, FeedFormat> words = new LinkedHashMap<>();
    for (FeedFormat format : values()) {
      words.put(format.word, format);
    }
    return words;
  }
}
