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
 * All metrics of an embedded cluster in Prometheus' format, with the names of Flink's own reporter.
 * That reporter always opens a port on all interfaces; this one opens none.
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

  /** Registers a reporter in a cluster's configuration. */
  static MetricsText install(Configuration configuration) {
    MetricsText text = new MetricsText();
    configuration.setString(REPORTER + "factory.class", Factory.class.getName());
    configuration.setString(REPORTER + NUMBER, String.valueOf(text.handle.number()));
    // Keeps the names of rules and stations unchanged; the text format escapes them.
    configuration.setString(REPORTER + "filterLabelValueCharacters", "false");
    return text;
  }

  /** The present value of all metrics, in version 0.0.4 of the format. Thread-safe. */
  public String text() {
    for (int attempt = 1; ; attempt++) {
      try {
        StringWriter out = new StringWriter();
        TextFormat.write004(out, metrics.metricFamilySamples());
        return out.toString();
      } catch (ConcurrentModificationException e) {
        // Flink's committers count collections that their task may change; a retry succeeds.
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

  /** The superclass fills it, but gives no access to it. */
  private CollectorRegistry registry() {
    try {
      Field field = AbstractPrometheusReporter.class.getDeclaredField("registry");
      field.setAccessible(true);
      return (CollectorRegistry) field.get(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Flink's Prometheus reporter has no registry", e);
    }
  }

  /** Flink creates it by name. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new InJvm<MetricsText>(Long.parseLong(properties.getProperty(NUMBER))).get();
    }
  }
}
