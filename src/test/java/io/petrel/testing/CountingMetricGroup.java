package io.petrel.testing;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Keeps the counters of a group and of all groups in it. */
public final class CountingMetricGroup extends UnregisteredMetricsGroup {
  private final String prefix;
  private final Map<String, Counter> counters;

  public CountingMetricGroup() {
    this("", new TreeMap<>());
  }

  private CountingMetricGroup(String prefix, Map<String, Counter> counters) {
    this.prefix = prefix;
    this.counters = counters;
  }

  /** Those that have counted something, by their names with those of their groups. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counters.forEach(
        (name, counter) -> {
          if (counter.getCount() > 0) {
            counts.put(name, counter.getCount());
          }
        });
    return counts;
  }

  @Override
  public MetricGroup addGroup(String name) {
    return new CountingMetricGroup(prefix + name + ".", counters);
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return addGroup(key + "=" + value);
  }

  @Override
  public Counter counter(String name) {
    Counter counter = super.counter(name);
    counters.put(prefix + name, counter);
    return counter;
  }
}
