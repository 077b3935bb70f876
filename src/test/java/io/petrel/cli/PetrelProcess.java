package io.petrel.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Petrel in a process of its own, as its users start it: without the tests' configuration of the
 * log. What it writes goes into files.
 */
final class PetrelProcess implements AutoCloseable {
  private final Path folder;
  private final Process process;

  private PetrelProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts a command.
   *
   * @param folder of what it writes; its temporary files are in {@code tmp} there
   */
  static PetrelProcess start(Path folder, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !entry.contains("test-classes"))
                    .collect(Collectors.joining(File.pathSeparator)),
                "-Dpetrel.home=" + Path.of("").toAbsolutePath(),
                "io.petrel.Main"));
    command.addAll(List.of(arguments));
    return start(folder, new ProcessBuilder(command));
  }

  /** Starts a command with the launcher, which runs the jar that the build has made. */
  static PetrelProcess launch(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of("petrel").toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder launcher = new ProcessBuilder(command);
    launcher
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "PETREL_NO_BUILD", "1",
                "PETREL_JAVA_OPTS", "-Xmx1g -XX:TieredStopAtLevel=1"));
    return start(folder, launcher);
  }

  private static PetrelProcess start(Path folder, ProcessBuilder process) throws IOException {
    return new PetrelProcess(
        folder,
        process
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  /** Its exit code, once it has ended by itself. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("does not end");
    }
    return process.exitValue();
  }

  /** Stops it as Ctrl-C would. */
  int stop() throws InterruptedException {
    process.destroy();
    return awaitEnd();
  }

  /** kill -9. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
