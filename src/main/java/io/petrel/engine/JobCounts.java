package io.petrel.engine;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the operators of an embedded cluster have counted since it started, summed over rules,
 * subtasks and restarts. What a job does again after a failure is counted again.
 */
public final class JobCounts implements MetricReporter {
  private static final String REPORTER = "metrics.reporter.petrel-counts.";
  private static final String RUN = "run";
  private static final AtomicLong RUNS = new AtomicLong();

  /** Flink makes reporters itself and only hands them texts, so they meet their cluster here. */
  private static final Map<String, JobCounts> BY_RUN = new ConcurrentHashMap<>();

  private final Map<Counter, String> live = new ConcurrentHashMap<>();
  private final Map<Gauge<?>, String> gauges = new ConcurrentHashMap<>();
  private final Map<String, Long> ended = new ConcurrentHashMap<>();
  private String run = "";

  private JobCounts() {}

  /** Makes a cluster of that configuration count. Returns the name under which it is found. */
  static String install(Configuration configuration) {
    String run = String.valueOf(RUNS.incrementAndGet());
    configuration.setString(REPORTER + "factory.class", Factory.class.getName());
    configuration.setString(REPORTER + RUN, run);
    return run;
  }

  static @Nullable JobCounts of(String run) {
    return BY_RUN.get(run);
  }

  /** The sum of all counters of that name; 0 when there is none. */
  public long sum(String name) {
    long sum = ended.getOrDefault(name, 0L);
    for (Map.Entry<Counter, String> counter : live.entrySet()) {
      if (counter.getValue().equals(name)) {
        sum += counter.getKey().getCount();
      }
    }
    return sum;
  }

  /** The highest value of all gauges of that name; empty when there is none. */
  public OptionalDouble highest(String name) {
    return gauges.entrySet().stream()
        .filter(gauge -> gauge.getValue().equals(name))
        .map(gauge -> gauge.getKey().getValue())
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .max();
  }

  @Override
  public void open(MetricConfig config) {
    run = config.getString(RUN, "");
    BY_RUN.put(run, this);
  }

  @Override
  public void close() {
    BY_RUN.remove(run);
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

  /** Found by Flink by its name. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new JobCounts();
    }
  }
}
