package io.petrel.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.notify.subscription.SubscriptionSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionFileReaderTest {
  private static final String GOOD = "subscriptions:\n  - {name: a, to: a@example.org}\n";
  private static final String BETTER = "subscriptions:\n  - {name: b, to: b@example.org}\n";
  @TempDir Path folder;

  @Test
  void givesTheFileAtTheStartAndEachGoodChangeOnce() throws Exception {
    Path file = folder.resolve("subscriptions.yaml");
    Files.writeString(file, GOOD);
    Output out = new Output();
    SubscriptionFileReader reader =
        new SubscriptionFileReader(
            new org.apache.flink.core.fs.Path(file.toUri()), Duration.ofMillis(1));
    look(reader, out, 3);
    assertThat(out.texts).containsExactly(GOOD);
    Files.writeString(file, "subscriptions:\n  - {name: b, to: nobody}\n");
    look(reader, out, 3);
    assertThat(out.texts).containsExactly(GOOD);
    Files.delete(file);
    look(reader, out, 2);
    Files.writeString(file, BETTER);
    look(reader, out, 1);
    assertThat(out.texts).as("one look could see half a file").containsExactly(GOOD);
    look(reader, out, 3);
    assertThat(out.texts).containsExactly(GOOD, BETTER);
  }

  private static void look(SubscriptionFileReader reader, Output out, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      reader.isAvailable().get(10, TimeUnit.SECONDS);
      reader.pollNext(out);
    }
  }

  private static final class Output implements ReaderOutput<SubscriptionSet> {
    final List<String> texts = new ArrayList<>();

    @Override
    public void collect(SubscriptionSet set) {
      texts.add(set.text());
    }

    @Override
    public void collect(SubscriptionSet set, long timestamp) {
      texts.add(set.text());
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<SubscriptionSet> createOutputForSplit(String split) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String split) {}
  }
}
