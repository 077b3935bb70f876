package io.petrel.feed.mapping;

/** Keys of a mapping file. */
final class MappingKeys {
  static final String FORMAT = "format";
  static final String STATION = "station";
  static final String TIME = "time";
  static final String DELIMITER = "delimiter";
  static final String MISSING = "missing";
  static final String FIELDS = "fields";
  static final String LEAVE_OUT = "leave-out";
  static final String REJECT_QUALITY = "reject-quality";
  static final String REPORT_COLUMN = "report-column";
  static final String DATE = "date";
  static final String UNITS = "units";
  static final String LEAVE_OUT_REPORTS = "leave-out-reports";
  static final String DECIMAL_SIGN = "decimal-sign";
  static final String CHARSET = "charset";
  static final String HEADER = "header";
  static final String HEADER_LINES = "header-lines";
  static final String SELECT = "select";

  // Of a station.
  static final String ID = "id";
  static final String NAME = "name";
  static final String REGION = "region";
  static final String TABLE = "table";

  // Of a station table.
  static final String FILE = "file";
  static final String KEY = "key";
  static final String MATCH = "match";
  static final String LATITUDE = "latitude";
  static final String LONGITUDE = "longitude";
  static final String ELEVATION = "elevation";
  static final String ELEVATION_UNIT = "elevation-unit";

  // Of a time.
  static final String FROM = "from";
  static final String ZONE = "zone";

  // Of a field.
  static final String COLUMN = "column";
  static final String UNIT = "unit";
  static final String SCALE = "scale";
  static final String DECIMALS = "decimals";
  static final String QUALITY = "quality";
  static final String PERIOD = "period";
  static final String COUNTER = "counter";
  static final String UNIT_FROM = "unit-from";
  static final String WHERE = "where";
  static final String COMPASS = "compass";
  static final String PART = "part";

  private MappingKeys() {}
}
