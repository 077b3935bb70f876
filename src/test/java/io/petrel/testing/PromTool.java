package io.petrel.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' own tool for checking what it reads. */
public final class PromTool {
  private static final String NAME = "promtool";

  private PromTool() {}

  /** Whether it is on the PATH. */
  public static boolean isThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Path.of(folder, NAME).toFile().canExecute());
  }

  /** What it wrote, and its exit code. */
  public record Answer(int exitCode, String text) {}

  /** Runs it in a folder. */
  public static Answer run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(NAME));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("promtool does not end: " + text);
    }
    return new Answer(process.exitValue(), text);
  }
}
