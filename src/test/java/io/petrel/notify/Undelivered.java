package io.petrel.notify;

import io.petrel.notify.delivery.Undeliverable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.functions.MapFunction;

/** Collects what a job reports, for the test in the same JVM. */
final class Undelivered {
  private static final Map<String, List<Undeliverable>> LISTS = new ConcurrentHashMap<>();

  private Undelivered() {}

  static List<Undeliverable> all(Path key) {
    return LISTS.computeIfAbsent(key.toString(), k -> new CopyOnWriteArrayList<>());
  }

  static MapFunction<Undeliverable, Undeliverable> into(Path key) {
    String name = key.toString();
    return mail -> {
      all(Path.of(name)).add(mail);
      return mail;
    };
  }
}
