package io.petrel.feed.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A kind of feed. */
public enum FeedFormat {
  /** Named columns; the mapping file says what they mean. */
  CSV("csv", "", Set.of()),
  /** NOAA Integrated Surface Data, full fixed-width format. */
  ISD("isd", "isd:${usaf}-${wban}", Set.of("2", "3", "6", "7")),
  /** NOAA ISD-Lite: one file a station and year, hours and eight values. */
  ISD_LITE("isd-lite", "isd:${usaf}-${wban}", Set.of()),
  /** METAR and SPECI reports as text, or in a column of a CSV. */
  METAR("metar", "icao:${station}", Set.of()),
  /** Observations of api.weather.gov, GeoJSON. */
  WEATHER_GOV("weather-gov", "icao:${station}", Set.of("X", "Q", "B")),
  /** Current weather of OpenWeatherMap, one or a list. */
  OPENWEATHERMAP("openweathermap", "owm:${id}", Set.of());

  private final String word;
  private final String stationId;
  private final Set<String> rejectedQuality;

  FeedFormat(String word, String stationId, Set<String> rejectedQuality) {
    this.word = word;
    this.stationId = stationId;
    this.rejectedQuality = rejectedQuality;
  }

  /** As written in a mapping file. */
  public String word() {
    return word;
  }

  /** Template of the station's id unless the mapping file has its own; empty = it must. */
  String stationId() {
    return stationId;
  }

  /** Quality codes of values that are not used, unless the mapping file names others. */
  Set<String> rejectedQuality() {
    return rejectedQuality;
  }

  /** Template of the station's name unless the mapping file has its own; empty = it has none. */
  String stationName() {
    return switch (this) {
      case WEATHER_GOV, OPENWEATHERMAP -> "${name}";
      case CSV, ISD, ISD_LITE, METAR -> "";
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
