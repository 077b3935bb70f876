package io.petrel.cli.terminal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the log goes. Chosen once, before the first class that logs is loaded: the console is for
 * the command's own output.
 */
public final class LogFile {
  private static final String CONFIGURATION = "log4j2.configurationFile";
  private static final String CONSOLE = "petrel-log-console.properties";
  private static final String FILE = "petrel.log.file";

  private LogFile() {}

  /** Logs into a file; with {@code verbose} on standard error as well. */
  public static void to(Path file, boolean verbose) {
    choose(verbose ? "petrel-log-both.properties" : "petrel-log-file.properties", file);
  }

  /** Logs on standard error, unless the command chooses a file. */
  static void console() {
    choose(CONSOLE, null);
  }

  /** The file, if the log goes into one. */
  static @Nullable String current() {
    return System.getProperty(FILE);
  }

  private static void choose(String configuration, @Nullable Path file) {
    if (file != null) {
      System.setProperty(FILE, file.toAbsolutePath().normalize().toString());
    }
    String chosen = System.getProperty(CONFIGURATION);
    if (chosen == null || chosen.equals("classpath:" + CONSOLE)) {
      System.setProperty(CONFIGURATION, "classpath:" + configuration);
    }
  }
}
