package io.petrel.cli.terminal;

import java.net.URI;
import java.nio.file.Path;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;

/**
 * Where the log goes. Until a command says so it goes nowhere: the console belongs to the command's
 * own words. Loggers that are there already follow, so it does not matter which class was first.
 */
public final class LogFile {
  private static final String CONFIGURATION = "log4j2.configurationFile";
  private static final String FILE = "petrel.log.file";

  /** On a Flink cluster, and where an operator has a configuration of his own, that one holds. */
  private static final boolean SET_BY_OTHERS =
      System.getProperty(CONFIGURATION) != null
          || System.getProperty("log4j.configurationFile") != null;

  private LogFile() {}

  /** Logs into a file; with {@code verbose} on standard error as well. */
  public static void to(Path file, boolean verbose) {
    choose(verbose ? "petrel-log-both.properties" : "petrel-log-file.properties", file);
  }

  /** Logs on standard error, unless the command chooses a file. */
  static void console() {
    choose("petrel-log-console.properties", null);
  }

  /** The file, if the log goes into one. */
  static @Nullable String current() {
    return System.getProperty(FILE);
  }

  private static void choose(String configuration, @Nullable Path file) {
    if (SET_BY_OTHERS) {
      return;
    }
    if (file != null) {
      System.setProperty(FILE, file.toAbsolutePath().normalize().toString());
    }
    String location = "classpath:" + configuration;
    // Flink's RPC brings a class loader, and so a log context, of its own, which is made later.
    System.setProperty(CONFIGURATION, location);
    Configurator.reconfigure(URI.create(location));
  }
}
