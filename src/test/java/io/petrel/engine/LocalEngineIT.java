package io.petrel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An embedded cluster that has lost its task manager, as by a fatal error in a task. */
@Timeout(120)
class LocalEngineIT {
  @Test
  void anEngineWithoutTaskManagerIsLostAfterAWhile(@TempDir Path folder) throws Exception {
    try (LocalEngine engine = LocalEngine.start(1, folder)) {
      Duration after = Duration.ofSeconds(2);
      assertThat(engine.isLost(after)).isFalse();
      engine.endTaskManager();
      long begin = System.nanoTime();
      assertThat(engine.isLost(after)).isFalse();
      Waiting.await(
          "that it is lost",
          Duration.ofSeconds(60),
          () -> {
            TimeUnit.MILLISECONDS.sleep(500);
            return engine.isLost(after);
          });
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
    }
  }
}
