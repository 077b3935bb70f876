package io.petrel.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A JVM beside this one, with the class path of the tests, that can be killed and begun again. */
final class ChildProcess implements AutoCloseable {
  private final Path log;
  private final List<String> command;
  private Process process;

  private ChildProcess(Path log, List<String> command) {
    this.log = log;
    this.command = command;
  }

  /** A process that does not run yet. */
  static ChildProcess java(Path log, String heap, Class<?> main, String... arguments) {
    return java(log, heap, List.of(), System.getProperty("java.class.path"), main, arguments);
  }

  /** A process whose log at INFO goes into a file of its own, that does not run yet. */
  static ChildProcess talkative(
      Path log, Path infos, String heap, Class<?> main, String... arguments) {
    return java(
        log,
        heap,
        List.of(
            "-Dlog4j2.configurationFile=classpath:petrel-log-file.properties",
            "-Dpetrel.log.file=" + infos),
        System.getProperty("java.class.path"),
        main,
        arguments);
  }

  /** A process with another class path, that does not run yet. */
  static ChildProcess java(
      Path log, String heap, String classPath, Class<?> main, String... arguments) {
    return java(log, heap, List.of(), classPath, main, arguments);
  }

  private static ChildProcess java(
      Path log,
      String heap,
      List<String> options,
      String classPath,
      Class<?> main,
      String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.util=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return new ChildProcess(log, command);
  }

  void start() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** kill -9. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /**
   * Runs a command to its end and returns what it said.
   *
   * @throws IllegalStateException with what it said if it fails
   */
  static String run(Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "%s: exit code %d: %s".formatted(String.join(" ", command), process.exitValue(), said));
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static boolean succeeds(String... command) {
    try {
      var unused = run(Map.of(), Stream.of(command).toArray(String[]::new));
      return true;
    } catch (IllegalStateException | UncheckedIOException e) {
      return false;
    }
  }
}
