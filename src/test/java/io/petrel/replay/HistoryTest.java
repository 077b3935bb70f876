package io.petrel.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final String HEADER = "station_id,time,temperature_c\n";

  @TempDir Path folder;

  private final List<String> bad = new ArrayList<>();
  private final History.Listener listener =
      new History.Listener() {
        @Override
        public void badRow(Path file, ObservationCsv.Bad row) {
          bad.add("%s:%d".formatted(file.getFileName(), row.line()));
        }

        @Override
        public void read() {}
      };

  @Test
  void mergesFilesByTimeAndKeepsTheOrderOfFilesWhereTimesAreEqual() throws IOException {
    Path one = file("one.csv", "A,2013-01-01T00:00:00Z,1", "A,2013-01-01T02:00:00Z,2");
    Path two = file("two.csv", "B,2013-01-01T00:00:00Z,3", "B,2013-01-01T01:00:00Z,4");
    try (History history = History.read(List.of(one, two), Span.ALL, listener)) {
      assertThat(read(history)).containsExactly("A 00:00", "B 00:00", "B 01:00", "A 02:00");
      assertThat(history.contents())
          .isEqualTo(
              new History.Contents(
                  4, 0, 0, 0, 2, millis("2013-01-01T00:00:00Z"), millis("2013-01-01T02:00:00Z")));
    }
  }

  @Test
  void sortsOnDiskWhatIsTooFarOutOfOrderAndDeletesItAfterwards() throws IOException {
    Path file =
        file(
            "by-station.csv",
            "A,2013-01-01T00:00:00Z,1",
            "A,2013-01-01T01:00:00Z,2",
            "A,2013-01-01T02:00:00Z,3",
            "B,2013-01-01T00:00:00Z,4",
            "B,2013-01-01T01:00:00Z,5",
            "B,2013-01-01T02:00:00Z,6");
    Path sorted;
    try (History history =
        History.read(List.of(file), Span.ALL, ReportOrder.EVENT_TIME, 2, listener)) {
      sorted = history.scratch().newFile(".x").getParent();
      assertThat(sorted).isNotEmptyDirectory();
      assertThat(read(history))
          .containsExactly("A 00:00", "B 00:00", "A 01:00", "B 01:00", "A 02:00", "B 02:00");
      assertThat(history.contents().sortedFiles()).isEqualTo(1);
      assertThat(history.disorderMillis()).isZero();
    }
    assertThat(sorted).doesNotExist();
  }

  @Test
  void leavesALittleDisorderAndCountsWhatARunningEngineWouldCallLate() throws IOException {
    Path file =
        file(
            "arrived.csv",
            "A,2013-01-01T12:00:00Z,1",
            "B,2013-01-01T05:00:00Z,2",
            "A,2013-01-01T06:00:00Z,3",
            "A,2013-01-01T05:59:59Z,4");
    try (History history = History.read(List.of(file), Span.ALL, listener)) {
      assertThat(history.disorderMillis()).isEqualTo(7 * 3_600_000);
      assertThat(history.contents().late()).isEqualTo(1);
    }
  }

  @Test
  void takesTheSpanWithItsStartAndWithoutItsEndAndTellsBadRows() throws IOException {
    Path file =
        file(
            "day.csv",
            "A,2013-01-01T00:00:00Z,1",
            "A,2013-01-01T01:00:00Z,x",
            "A,2013-01-01T01:00:00Z,2",
            "A,2013-01-01T02:00:00Z,3");
    Span span = new Span(millis("2013-01-01T01:00:00Z"), millis("2013-01-01T02:00:00Z"));
    try (History history = History.read(List.of(file), span, listener)) {
      assertThat(read(history)).containsExactly("A 01:00");
      assertThat(history.contents().badRows()).isEqualTo(1);
    }
    assertThat(bad).containsExactly("day.csv:3");
  }

  @Test
  void namesTheFileThatCannotBeReadToItsEnd() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("schemas/README.md"));
    Path file = Files.write(folder.resolve("broken.csv.gz"), whole);
    assertThatThrownBy(() -> History.read(List.of(file), Span.ALL, listener))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ");
  }

  private Path file(String name, String... rows) throws IOException {
    return Files.writeString(folder.resolve(name), HEADER + String.join("\n", rows) + "\n");
  }

  private static List<String> read(History history) throws IOException {
    List<String> read = new ArrayList<>();
    try (MergedObservations rows = history.open()) {
      while (rows.hasNext()) {
        Observation row = rows.next();
        read.add(row.stationId() + " " + row.time().toString().substring(11, 16));
      }
    }
    return read;
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
