package io.petrel.config;

import java.util.List;
import java.util.stream.Stream;

/** The table of all keys of {@code petrel.yaml}. */
final class Settings {
  /** Every key, in the order of {@code deploy/petrel.yaml}. */
  static final List<Setting<?>> ALL =
      Stream.of(KafkaKeys.ALL, StageKeys.ALL, MailKeys.ALL, EngineKeys.ALL)
          .flatMap(List::stream)
          .<Setting<?>>map(setting -> setting)
          .toList();

  private Settings() {}
}
