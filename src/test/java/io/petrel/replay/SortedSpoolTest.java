package io.petrel.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.engine.TemporaryFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedSpoolTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void givesAllInOrderAsOftenAsAskedWhateverFitsIntoMemory(int inMemory) throws IOException {
    List<MatchLine> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lines.add(new MatchLine(i / 3, "r" + i % 2, "s", "{\"n\":" + i + "}"));
    }
    List<MatchLine> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(7));
    lines.sort(MatchLine.ORDER);
    try (TemporaryFolder scratch = TemporaryFolder.ofMachine()) {
      SortedSpool<MatchLine> spool =
          new SortedSpool<>(MatchLine.CODEC, MatchLine.ORDER, inMemory, scratch);
      shuffled.forEach(spool::add);

      assertThat(spool.size()).isEqualTo(100);
      assertThat(all(spool)).isEqualTo(lines);
      assertThat(all(spool)).isEqualTo(lines);
    }
  }

  private static List<MatchLine> all(SortedSpool<MatchLine> spool) {
    List<MatchLine> all = new ArrayList<>();
    spool.forEach(all::add);
    return all;
  }
}
