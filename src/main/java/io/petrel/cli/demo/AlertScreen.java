package io.petrel.cli.demo;

import io.petrel.alert.Alert;
import io.petrel.cli.kafka.AlertLine;
import io.petrel.cli.kafka.TopicReader;
import io.petrel.cli.terminal.Terminal;
import io.petrel.wire.AlertJson;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Shows alert records as they are committed to the topic, on a thread of its own. */
final class AlertScreen {
  private static final Duration WAIT = Duration.ofMillis(200);

  private final Terminal terminal;
  private final TopicReader reader;
  private final boolean json;
  private final Consumer<Alert> seen;
  private final AlertLine line;
  private final AlertAvro avro = new AlertAvro();
  private final Thread thread = new Thread(this::run, "alert-screen");
  private volatile boolean stop;
  private volatile @Nullable RuntimeException failure;

  /**
   * A screen that is not showing yet.
   *
   * @param reader closed by {@link #end}
   * @param seen called with every record, on the screen's thread
   */
  AlertScreen(Terminal terminal, TopicReader reader, boolean json, Consumer<Alert> seen) {
    this.terminal = terminal;
    this.reader = reader;
    this.json = json;
    this.seen = seen;
    this.line = new AlertLine(terminal);
  }

  void start() {
    thread.start();
  }

  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Shows what is committed by now, then ends. */
  void end() throws InterruptedException {
    stop = true;
    thread.join();
  }

  private void run() {
    try (reader) {
      while (!stop) {
        reader.poll(WAIT, this::show);
      }
      reader.readToEnd(this::show);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void show(ConsumerRecord<byte[], byte[]> record) {
    if (avro.decode(record.value()) instanceof Decoded.Value<Alert> value) {
      seen.accept(value.value());
      terminal.line(json ? AlertJson.line(value.value()) : line.of(value.value()));
    }
  }
}
