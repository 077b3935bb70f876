package io.petrel.engine;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.ConcurrentModificationException;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * All metrics of an embedded cluster as Prometheus reads them, with the names that Flink's own
 * reporter gives them on a real cluster. That reporter opens a port of its own, on all interfaces
 * and without a setting for it; this one opens none.
 */
public final class MetricsText extends AbstractPrometheusReporter {
  private static final String REPORTER = "metrics.reporter.petrel-prometheus.";
  private static final String NUMBER = "number";
  private static final int ATTEMPTS = 5;

  private final CollectorRegistry metrics;
  private final InJvm<MetricsText> handle = InJvm.of(this);

  private MetricsText() {
    this.metrics = registry();
  }

  /** Makes a cluster of that configuration collect. */
  static MetricsText install(Configuration configuration) {
    MetricsText text = new MetricsText();
    configuration.setString(REPORTER + "factory.class", Factory.class.getName());
    configuration.setString(REPORTER + NUMBER, String.valueOf(text.handle.number()));
    // Rules and stations are told by their names as they are; the text format escapes.
    configuration.setString(REPORTER + "filterLabelValueCharacters", "false");
    return text;
  }

  /** All metrics as they are now, in version 0.0.4 of the format. Safe for many threads. */
  public String text() {
    for (int attempt = 1; ; attempt++) {
      try {
        StringWriter out = new StringWriter();
        TextFormat.write004(out, metrics.metricFamilySamples());
        return out.toString();
      } catch (ConcurrentModificationException e) {
        // Flink's committers count what their task may change meanwhile; the next look succeeds.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    handle.close();
    super.close();
  }

  /** What the superclass fills; it shows it to classes of its own package only. */
  private CollectorRegistry registry() {
    try {
      Field field = AbstractPrometheusReporter.class.getDeclaredField("registry");
      field.setAccessible(true);
      return (CollectorRegistry) field.get(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Flink's Prometheus reporter has no registry", e);
    }
  }

  /** Found by Flink by its name. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new InJvm<MetricsText>(Long.parseLong(properties.getProperty(NUMBER))).get();
    }
  }
}
