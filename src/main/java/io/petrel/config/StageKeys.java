package io.petrel.config;

import io.petrel.alert.CapCode;
import io.petrel.alert.Scope;
import io.petrel.alert.Status;
import io.petrel.detect.DetectSettings;
import io.petrel.detect.match.PathObserver;
import io.petrel.incident.IncidentSettings;
import io.petrel.incident.silence.FeedSilenceSettings;
import io.petrel.ingest.IngestSettings;
import io.petrel.ingest.StartFrom;
import io.petrel.ingest.StationLimits;
import io.petrel.publish.AlertDelivery;
import io.petrel.publish.PublishSettings;
import io.petrel.rule.Emit;
import io.petrel.weather.ReportDelays;
import io.petrel.wire.avro.SchemaCatalog;
import io.petrel.wire.avro.WireSettings;
import io.petrel.wire.cap.CapXml;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code ingest}, {@code rules}, {@code detect}, {@code incident} and {@code publish}. */
final class StageKeys {
  static final Setting<String> GROUP =
      Setting.of(
          "ingest.group",
          SettingTypes.TEXT,
          "petrel-detection",
          "Consumer group under which offsets are committed, for monitoring.");
  static final Setting<StartFrom> START =
      Setting.of(
          "ingest.start-from",
          SettingTypes.oneOf(StartFrom.class),
          "committed-or-earliest",
          "Where a first start, without a checkpoint, begins to read.");
  static final Setting<Duration> REPORT_DELAY =
      Setting.of(
          "ingest.report-delay",
          SettingTypes.DURATION,
          "10m",
          "How long after its time a report may be on its way. What needs the absence of reports (a silent station, a step that must not happen, the end of an incident by quiet) and rules with emit: when-certain wait so long; other alerts do not wait. While all input pauses for longer than idle-timeout, event time stays so far behind this machine's clock.");
  static final Setting<Map<String, Duration>> REPORT_DELAYS =
      Setting.of(
          "ingest.report-delays",
          SettingTypes.DURATION_MAP,
          "{}",
          "The delay of feeds whose reports take longer, by the field feed of their reports, such as {hourly-airports: 2h}: their stations count as silent only after it, and no other feed waits for them.");
  static final Setting<Duration> IDLE =
      Setting.of(
          "ingest.idle-timeout",
          SettingTypes.DURATION,
          "2m",
          "A partition without an observation for so long, and read to its end, does not hold time back any more.");
  static final Setting<Duration> FUTURE =
      Setting.of(
          "ingest.future-tolerance",
          SettingTypes.DURATION,
          "5m",
          "A report further ahead of its record's timestamp, or of this machine's clock, is rejected, or one wrong clock would move event time past the reports of all others. Keep it below report-delay.");
  static final Setting<Integer> STATIONS =
      Setting.of(
          "ingest.max-stations",
          SettingTypes.integer(1, 10_000_000),
          "100000",
          "Stations that each subtask takes reports of; those of further ones are rejected until one is forgotten (detect.forget-after). Known ones stay known over a restart. It bounds what writers can make the engine keep.");
  static final Setting<Integer> REPORTS =
      Setting.of(
          "ingest.max-reports-per-hour",
          SettingTypes.integer(1, 3_600_000),
          "7200",
          "Most reports of one station in an hour; further ones are rejected.");
  static final Setting<String> REGISTRY =
      Setting.optional(
          "ingest.registry-url",
          SettingTypes.HTTP_URL,
          "Schema registry with the Confluent-style API; its framing (a 0 byte and a 4-byte id) is read beside the single-object encoding.");
  static final Setting<Path> EXTRA_SCHEMAS =
      Setting.optional(
          "ingest.extra-schemas",
          SettingTypes.FILE,
          "Folder of Avro schemas (*.avsc) of writers that are newer than this release.");

  static final Setting<Path> RULES_FOLDER =
      Setting.of(
          "rules.folder",
          SettingTypes.FILE,
          "../rules",
          "Folder of the rules. Changes take effect while running.");
  static final Setting<Duration> RULES_INTERVAL =
      Setting.of(
          "rules.check-interval",
          SettingTypes.DURATION,
          "1s",
          "How often the folder is checked for changes.");

  static final Setting<Integer> PARTIAL_MATCHES =
      Setting.of(
          "detect.partial-matches",
          SettingTypes.integer(1, 1_000_000),
          "1000",
          "Most matches in progress of one rule at one station; beyond it the oldest is dropped and counted.");
  static final Setting<Integer> CONTEXT =
      Setting.of(
          "detect.context-size",
          SettingTypes.integer(0, 10_000),
          "60",
          "Most observations around a match that an alert carries, for charts.");
  static final Setting<Duration> FORGET =
      Setting.of(
          "detect.forget-after",
          SettingTypes.DURATION,
          "30d",
          "A station that has been silent for this long, and for longer than all windows, is forgotten.");
  static final Setting<Integer> IN_MEMORY =
      Setting.of(
          "detect.stations-in-memory",
          SettingTypes.integer(1, 10_000_000),
          "20000",
          "Stations whose state each subtask keeps unpacked in memory.");

  static final Setting<Emit> EMIT =
      Setting.of(
          "detect.emit",
          SettingTypes.oneOf(Emit.class),
          "immediately",
          "When alerts are sent: immediately, as soon as the report that completes a pattern arrives, corrected or withdrawn afterwards if a later report shows that it was wrong; or when-certain, after ingest.report-delay. A rule may say otherwise with its own key emit.");
  static final Setting<Duration> REVISE_FOR =
      Setting.of(
          "detect.revise-for",
          SettingTypes.DURATION_OR_ZERO,
          "6h",
          "How much older than its station's newest report a late or corrected one may be to be put in its place; older ones go to the topic of late observations. State per station and incident grows with it.");

  static final Setting<String> SENDER =
      Setting.of(
          "incident.sender",
          SettingTypes.matching(
              "a name without spaces, commas, < and &, such as alerts@weather.example.org",
              "[^\\s,<&]+"),
          "petrel@localhost",
          "Who issues the alerts (CAP sender); globally unique.");
  static final Setting<Status> STATUS =
      Setting.of(
          "incident.status",
          cap(Status.values()),
          "Test",
          "CAP status of every alert. Use Actual only once somebody has decided that people should act on the alerts.");
  static final Setting<Scope> SCOPE =
      Setting.of(
          "incident.scope", cap(Scope.values()), "Public", "CAP scope: for whom the alerts are.");
  static final Setting<Duration> EXPIRES =
      Setting.of(
          "incident.expires",
          SettingTypes.DURATION,
          "1d",
          "How long a record stays valid beyond its rule's quiet time.");
  static final Setting<Duration> END_EXPIRES =
      Setting.of(
          "incident.end-expires",
          SettingTypes.DURATION,
          "1h",
          "How long the record of an end stays valid.");
  static final Setting<Integer> PLACES =
      Setting.of(
          "incident.places",
          SettingTypes.integer(1, 10_000),
          "256",
          "Stations that one incident lists; those that join later are only counted.");
  static final Setting<Integer> CAP_RADIUS =
      Setting.of(
          "incident.cap-radius-km",
          SettingTypes.integer(1, 500),
          String.valueOf(CapXml.DEFAULT_RADIUS_KM),
          "Radius of the circle around each station in CAP: how far its reports stand for the weather.");
  static final Setting<Integer> FEED_SHARE =
      Setting.of(
          "incident.feed-silent-percent",
          SettingTypes.integer(1, 99),
          "50",
          "When more than this percentage of the known stations go silent together, one incident feed-silent is sent instead of one per station.");
  static final Setting<Duration> FEED_WINDOW =
      Setting.of(
          "incident.feed-silent-window",
          SettingTypes.DURATION,
          "30m",
          "Stations that go silent within this time go silent together. A silent station is reported only after this time.");
  static final Setting<Integer> FEED_STATIONS =
      Setting.of(
          "incident.feed-silent-stations",
          SettingTypes.integer(2, 1_000_000),
          "3",
          "With fewer known stations, a silent station is reported at once and never as a silent feed.");

  static final Setting<AlertDelivery> DELIVERY =
      Setting.of(
          "publish.delivery",
          SettingTypes.oneOf(AlertDelivery.class),
          "exactly-once",
          "exactly-once: each record once, for consumers with isolation.level read_committed, visible with the next checkpoint. at-least-once: at once, and again after a recovery, with the same identifier.");
  static final Setting<String> TRANSACTIONS =
      Setting.of(
          "publish.transactional-id-prefix",
          SettingTypes.matching("1 to 100 letters, digits, dot, _ and -", "[A-Za-z0-9._-]{1,100}"),
          "petrel",
          "Names this engine's transactions; two engines on one Kafka cluster need different ones.");
  static final Setting<Duration> TRANSACTION_TIMEOUT =
      Setting.of(
          "publish.transaction-timeout",
          SettingTypes.DURATION,
          "15m",
          "After this time the brokers drop a transaction that is not committed. At most their transaction.max.timeout.ms. What it has beside publish.longest-outage, at least 5 times engine.checkpoint-interval, is how long no checkpoint may be complete before the job restarts from the last one.");
  static final Setting<Long> RECORD_SIZE =
      Setting.of(
          "publish.max-record-size",
          SettingTypes.size(64 * 1024, 512 * 1024 * 1024),
          "900kB",
          "Largest record; a larger alert goes out without its context and evidence and, where that is not enough, with fewer places and references and shorter texts, and its note says so.");
  static final Setting<Duration> KEEP_ENDED =
      Setting.of(
          "publish.keep-ended-incidents",
          SettingTypes.DURATION,
          "7d",
          "How long the incidents topic keeps an incident after its end.");

  static final Setting<Duration> LONGEST_OUTAGE =
      Setting.of(
          "publish.longest-outage",
          SettingTypes.DURATION,
          "10m",
          "How long the engine may be down and still lose no alert.");
  static final Setting<Boolean> REGISTRY_FRAMING =
      Setting.of(
          "publish.registry-framing",
          SettingTypes.BOOL,
          "false",
          "Whether alerts and observations are written in the registry's framing; needs ingest.registry-url.");

  static final List<Setting<?>> ALL =
      List.of(
          GROUP,
          START,
          REPORT_DELAY,
          REPORT_DELAYS,
          IDLE,
          FUTURE,
          STATIONS,
          REPORTS,
          REGISTRY,
          EXTRA_SCHEMAS,
          RULES_FOLDER,
          RULES_INTERVAL,
          PARTIAL_MATCHES,
          CONTEXT,
          FORGET,
          IN_MEMORY,
          EMIT,
          REVISE_FOR,
          SENDER,
          STATUS,
          SCOPE,
          EXPIRES,
          END_EXPIRES,
          PLACES,
          CAP_RADIUS,
          FEED_SHARE,
          FEED_WINDOW,
          FEED_STATIONS,
          DELIVERY,
          TRANSACTIONS,
          TRANSACTION_TIMEOUT,
          RECORD_SIZE,
          KEEP_ENDED,
          LONGEST_OUTAGE,
          REGISTRY_FRAMING);

  private StageKeys() {}

  static IngestSettings ingest(SettingValues values) {
    return new IngestSettings(
        values.get(KafkaKeys.SERVERS),
        values.get(KafkaKeys.OBSERVATIONS),
        values.get(GROUP),
        values.get(START),
        false,
        reportDelays(values),
        values.get(IDLE),
        values.get(FUTURE),
        new StationLimits(values.get(STATIONS), values.get(REPORTS), values.get(FORGET)),
        values.get(KafkaKeys.PROPERTIES),
        wire(values));
  }

  static DetectSettings detect(SettingValues values) {
    return new DetectSettings(
        values.get(PARTIAL_MATCHES),
        values.get(CONTEXT),
        values.get(FORGET),
        values.get(IN_MEMORY),
        values.get(EMIT),
        values.get(REVISE_FOR),
        reportDelays(values),
        PathObserver.NONE);
  }

  private static ReportDelays reportDelays(SettingValues values) {
    return new ReportDelays(values.get(REPORT_DELAY), values.get(REPORT_DELAYS));
  }

  static IncidentSettings incident(SettingValues values) {
    return new IncidentSettings(
        values.get(SENDER),
        values.get(STATUS),
        values.get(SCOPE),
        values.get(EXPIRES),
        values.get(END_EXPIRES),
        values.get(PLACES),
        values.get(REVISE_FOR));
  }

  static FeedSilenceSettings feedSilence(SettingValues values) {
    return FeedSilenceSettings.of(
        values.get(FEED_SHARE) / 100.0, values.get(FEED_STATIONS), values.get(FEED_WINDOW));
  }

  static PublishSettings publish(SettingValues values) {
    return new PublishSettings(
        values.get(KafkaKeys.SERVERS),
        KafkaKeys.topics(values),
        values.get(DELIVERY),
        values.get(TRANSACTIONS),
        values.get(TRANSACTION_TIMEOUT),
        values.get(LONGEST_OUTAGE),
        Math.toIntExact(values.get(RECORD_SIZE)),
        values.get(KEEP_ENDED),
        values.get(KafkaKeys.PROPERTIES),
        wire(values));
  }

  static WireSettings wire(SettingValues values) {
    String registry = values.find(REGISTRY).orElse(null);
    boolean framing = values.get(REGISTRY_FRAMING);
    if (framing && registry == null) {
      throw new IllegalArgumentException(
          "publish.registry-framing is true, but ingest.registry-url is not set");
    }
    List<String> schemas = values.find(EXTRA_SCHEMAS).map(StageKeys::schemas).orElse(List.of());
    return new WireSettings(schemas, registry, framing);
  }

  private static List<String> schemas(Path folder) {
    try {
      return SchemaCatalog.readFolder(folder);
    } catch (NotDirectoryException | NoSuchFileException e) {
      throw new IllegalArgumentException(
          "ingest.extra-schemas: the folder %s does not exist".formatted(folder), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("ingest.extra-schemas: " + e.getMessage(), e);
    }
  }

  private static <E extends Enum<E> & CapCode> SettingType<E> cap(E[] values) {
    return SettingTypes.oneOf(List.of(values), CapCode::code);
  }
}
