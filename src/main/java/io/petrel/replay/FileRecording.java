package io.petrel.replay;

import io.petrel.ingest.Recording;
import io.petrel.wire.ObservationCsv;
import io.petrel.wire.ObservationFile;
import io.petrel.wire.RejectedRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file of observations, CSV or Avro, as history. */
final class FileRecording implements Recording {
  private static final long serialVersionUID = 1L;

  private final String path;

  FileRecording(Path path) {
    this.path = path.toString();
  }

  @Override
  public Reader open() throws IOException {
    return new RowReader(path, ObservationFile.open(Path.of(path)));
  }

  private record RowReader(String path, ObservationFile rows) implements Reader {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    @SuppressWarnings("NullAway") // It does not see @Nullable on an array component of a record.
    public Item next() {
      ObservationCsv.Row row = rows.next();
      if (row instanceof ObservationCsv.Good good) {
        return new Observed(good.observation());
      }
      ObservationCsv.Bad bad = (ObservationCsv.Bad) row;
      return new Unusable(
          new RejectedRecord(
              bad.reason(), bad.text(), path, 0, bad.line(), -1, null, null, List.of()));
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
