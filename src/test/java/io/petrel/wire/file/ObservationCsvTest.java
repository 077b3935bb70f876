package io.petrel.wire.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variables;
import io.petrel.wire.RejectReason;
import io.petrel.wire.file.ObservationCsv.Bad;
import io.petrel.wire.file.ObservationCsv.Good;
import io.petrel.wire.file.ObservationCsv.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationCsvTest {
  @Test
  void readsFieldsByTheNamesInTheHeader() throws IOException {
    List<Row> rows =
        rows(
            """
            time,pressure_hpa,station_id,extra.hail,region,quality,revision,station_name,wind_gust_ms
            2013-01-16T10:00:00-05:00,1013.25,EWR,2,nj,GOOD,3,"Newark, ""Liberty\""",
            """);

    assertThat(rows)
        .containsExactly(
            new Good(
                2,
                Observation.at("EWR", Instant.parse("2013-01-16T15:00:00Z"))
                    .set("pressure_hpa", 1013.25)
                    .extra("hail", 2)
                    .region("nj")
                    .quality(Quality.GOOD)
                    .revision(3)
                    .stationName("Newark, \"Liberty\"")
                    .build()));
  }

  @Test
  void anEmptyCellIsMissing() throws IOException {
    Observation read = good("station_id,time,pressure_hpa\nEWR,2013-01-16T15:00:00Z, \n");
    assertThat(read.has(Variables.PRESSURE_HPA)).isFalse();
  }

  @Test
  void otherColumnsAreIgnoredAndNamed() throws IOException {
    try (ObservationCsv csv =
        csv("station_id,time,pressure,cloud\nEWR,2013-01-16T15:00:00Z,x,y\n")) {
      assertThat(csv.ignoredColumns()).containsExactly("pressure", "cloud");
      assertThat(csv.next()).isInstanceOf(Good.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EWR,yesterday,1      | time is 'yesterday', must be an ISO-8601 time with offset: 2026-01-31T18:00:00Z
          EWR,2013-01-16T15:00,1 | time is '2013-01-16T15:00', must be an ISO-8601 time with offset: 2026-01-31T18:00:00Z
          EWR,,1               | time is empty
          ,2013-01-16T15:00:00Z,1 | station_id is empty
          EWR,2013-01-16T15:00:00Z,NaN | pressure_hpa is 'NaN', must be a number, or empty when missing
          EWR,2013-01-16T15:00:00Z,1.0.0 | pressure_hpa is '1.0.0', must be a number, or empty when missing
          EWR,2013-01-16T15:00:00Z | 2 cells where the header has 3
          EWR,2013-01-16T15:00:00Z,1,2 | 4 cells where the header has 3
          EWR,0013-01-16T15:00:00Z,1 | time is -61755555600000 ms since 1970, must be within the years 1600 to 9999
          """)
  void aBadRowIsToldAndTheRestGoesOn(String row, String message) throws IOException {
    List<Row> rows =
        rows("station_id,time,pressure_hpa\n" + row + "\nEWR,2013-01-16T16:00:00Z,1000\n");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .isInstanceOfSatisfying(
            Bad.class,
            bad -> {
              assertThat(bad.line()).isEqualTo(2);
              assertThat(bad.text()).isEqualTo(message);
            });
    assertThat(rows.get(1)).isInstanceOf(Good.class);
  }

  @Test
  void anOpenQuoteSpoilsItsLineOnly() throws IOException {
    List<Row> rows =
        rows(
            "station_id,time\n\"EWR,2013-01-16T15:00:00Z\nJFK,2013-01-16T15:00:00Z\n\n"
                + "LGA,2013-01-16T15:00:00Z");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).isInstanceOf(Bad.class);
    assertThat(((Good) rows.get(1)).observation().stationId()).isEqualTo("JFK");
    assertThat(rows.get(2).line()).isEqualTo(5);
  }

  @Test
  void aLineWithoutEndIsNotHeld() throws IOException {
    Reader endless =
        new Reader() {
          private final Reader head = new StringReader("station_id,time\n");
          private long given;

          @Override
          public int read(char[] target, int start, int length) throws IOException {
            int read = head.read(target, start, length);
            if (read > 0) {
              return read;
            }
            java.util.Arrays.fill(target, start, start + length, 'x');
            given += length;
            return given > 200_000_000L ? -1 : length;
          }

          @Override
          public void close() {}
        };
    try (ObservationCsv csv = ObservationCsv.read(endless, "endless")) {
      assertThat(csv.next())
          .isEqualTo(new Bad(2, RejectReason.TOO_LARGE, "the line has more than 65536 characters"));
      assertThat(csv.hasNext()).isFalse();
    }
  }

  @Test
  void aHeaderWithoutTheKeysIsRefused() {
    assertThatThrownBy(() -> csv("station,time\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("in.csv:1: the header has no column 'station_id'; it has station, time");
    assertThatThrownBy(() -> csv("")).hasMessageContaining("in.csv is empty");
    assertThatThrownBy(() -> csv("station_id,time,time\n"))
        .hasMessage("in.csv:1: the header has the column 'time' twice");
  }

  @Test
  void readsPackedFilesWithByteOrderMark(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("in.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          "\uFEFFstation_id,time\r\nEWR,2013-01-16T15:00:00Z\r\n".getBytes(StandardCharsets.UTF_8));
    }
    try (ObservationCsv csv = ObservationCsv.open(file)) {
      assertThat(csv.next()).isInstanceOf(Good.class);
      assertThat(csv.hasNext()).isFalse();
    }
  }

  private static Observation good(String text) throws IOException {
    return ((Good) rows(text).get(0)).observation();
  }

  private static List<Row> rows(String text) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (ObservationCsv csv = csv(text)) {
      csv.forEachRemaining(rows::add);
    }
    return rows;
  }

  private static ObservationCsv csv(String text) throws IOException {
    return ObservationCsv.read(new StringReader(text), "in.csv");
  }
}
