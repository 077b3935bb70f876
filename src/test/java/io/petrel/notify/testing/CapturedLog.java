package io.petrel.notify.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What the loggers of a package say at INFO and above, while it is open. */
public final class CapturedLog implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final String name;

  public CapturedLog(String name) {
    this.name = name;
    Lines appender = new Lines();
    appender.start();
    LoggerConfig config = new LoggerConfig(name, Level.INFO, false);
    config.addAppender(appender, Level.INFO, null);
    context.getConfiguration().addLogger(name, config);
    context.updateLoggers();
  }

  /** Message by message, each with its exception's words. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  public long count(String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }

  @Override
  public void close() {
    context.getConfiguration().removeLogger(name);
    context.updateLoggers();
  }

  private final class Lines extends AbstractAppender {
    Lines() {
      super("captured", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      StringBuilder line = new StringBuilder(event.getLevel() + " ");
      line.append(event.getMessage().getFormattedMessage());
      for (Throwable e = event.getThrown(); e != null; e = e.getCause()) {
        line.append(" | ").append(e);
      }
      lines.add(line.toString());
    }
  }
}
