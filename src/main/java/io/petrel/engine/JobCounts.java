package io.petrel.engine;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The counters of an embedded cluster's operators since its start, summed over rules, subtasks and
 * restarts. Work that a job repeats after a failure is counted again.
 */
public final class JobCounts implements MetricReporter {
  private static final String REPORTER = "metrics.reporter.petrel-counts.";
  private static final String NUMBER = "number";

  private final Map<Counter, String> live = new ConcurrentHashMap<>();
  private final Map<Gauge<?>, String> gauges = new ConcurrentHashMap<>();
  private final Map<String, Long> ended = new ConcurrentHashMap<>();
  private final InJvm<JobCounts> handle = InJvm.of(this);

  private JobCounts() {}

  /** Registers a reporter in a cluster's configuration. */
  static JobCounts install(Configuration configuration) {
    JobCounts counts = new JobCounts();
    configuration.setString(REPORTER + "factory.class", Factory.class.getName());
    configuration.setString(REPORTER + NUMBER, String.valueOf(counts.handle.number()));
    return counts;
  }

  /** The sum of all counters of that name; 0 = none. */
  public long sum(String name) {
    long sum = ended.getOrDefault(name, 0L);
    for (Map.Entry<Counter, String> counter : live.entrySet()) {
      if (counter.getValue().equals(name)) {
        sum += counter.getKey().getCount();
      }
    }
    return sum;
  }

  /** The highest value of all gauges of that name; empty = none. */
  public OptionalDouble highest(String name) {
    return values(name).max();
  }

  /** The sum of all gauges of that name; 0 when there is none. */
  public double total(String name) {
    return values(name).sum();
  }

  private DoubleStream values(String name) {
    return gauges.entrySet().stream()
        .filter(gauge -> gauge.getValue().equals(name))
        .map(gauge -> gauge.getKey().getValue())
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue());
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {
    handle.close();
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Counter counter) {
      live.put(counter, name);
    } else if (metric instanceof Gauge<?> gauge) {
      gauges.put(gauge, name);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Counter counter && live.remove(counter) != null) {
      ended.merge(name, counter.getCount(), Long::sum);
    } else if (metric instanceof Gauge<?> gauge) {
      gauges.remove(gauge);
    }
  }

  /** Flink creates it by name, and passes it texts only. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new InJvm<JobCounts>(Long.parseLong(properties.getProperty(NUMBER))).get();
    }
  }
}
