package io.petrel.config;

import io.petrel.engine.EngineSettings;
import io.petrel.engine.EngineSettings.StateBackend;
import io.petrel.monitor.MonitorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code engine} and {@code monitor}: how the jobs run, and how they are watched. */
final class EngineKeys {
  static final Setting<Path> DATA_FOLDER =
      Setting.of(
          "engine.data-folder",
          SettingTypes.FILE,
          "../.petrel/run",
          "Folder on this machine for the log; only one engine can use it.");
  static final Setting<String> CHECKPOINTS =
      Setting.of(
          "engine.checkpoint-folder",
          SettingTypes.FOLDER,
          "../.petrel/run/checkpoints",
          "Where checkpoints go. A restart resumes from the newest one in it: keep it on storage that outlives the machine.");
  static final Setting<Duration> INTERVAL =
      Setting.of(
          "engine.checkpoint-interval",
          SettingTypes.DURATION,
          "2s",
          "Time between checkpoints. With exactly-once delivery an alert is visible with the checkpoint after it.");
  static final Setting<Integer> PARALLELISM =
      Setting.of(
          "engine.parallelism", SettingTypes.integer(1, 128), "1", "Subtasks of each operator.");
  static final Setting<StateBackend> BACKEND =
      Setting.of(
          "engine.state-backend",
          SettingTypes.oneOf(StateBackend.class),
          "rocksdb",
          "Where state lives: on disk (rocksdb) or on the heap (hashmap).");

  static final Setting<Integer> MONITOR_PORT =
      Setting.optional(
          "monitor.port",
          SettingTypes.integer(1, 65535),
          "Where 'petrel run' serves /metrics for Prometheus, /health and /ready, over HTTP without a login. Left out: nowhere.");
  static final Setting<String> MONITOR_HOST =
      Setting.of(
          "monitor.host",
          SettingTypes.matching("a host name or address of this machine", "[^\\s/]+"),
          MonitorSettings.LOOPBACK,
          "The interface on which it listens; 0.0.0.0 is all. Whoever reaches the port can read it.");

  static final List<Setting<?>> ALL =
      List.of(DATA_FOLDER, CHECKPOINTS, INTERVAL, PARALLELISM, BACKEND, MONITOR_PORT, MONITOR_HOST);

  private EngineKeys() {}

  /** Where to listen; empty = nowhere. */
  static Optional<MonitorSettings> monitor(SettingValues values) {
    return values
        .find(MONITOR_PORT)
        .map(port -> new MonitorSettings(values.get(MONITOR_HOST), port));
  }

  static EngineSettings engine(SettingValues values) {
    return new EngineSettings(
        values.get(PARALLELISM),
        values.get(BACKEND),
        values.get(INTERVAL),
        values.get(CHECKPOINTS));
  }
}
