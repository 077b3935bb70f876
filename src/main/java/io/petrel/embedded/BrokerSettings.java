package io.petrel.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The configuration of a broker of one: one process is broker and controller. */
final class BrokerSettings {
  private BrokerSettings() {}

  /**
   * @param protocol of the listener for clients, such as {@code PLAINTEXT}
   */
  static Properties of(Path logs, String protocol, int port, int controllerPort) {
    Properties p = new Properties();
    String broker = protocol + "://" + Loopback.ADDRESS + ":" + port;
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", "1");
    p.setProperty("controller.quorum.voters", "1@" + Loopback.ADDRESS + ":" + controllerPort);
    p.setProperty("listeners", broker + ",CONTROLLER://" + Loopback.ADDRESS + ":" + controllerPort);
    p.setProperty("advertised.listeners", broker);
    p.setProperty(
        "listener.security.protocol.map", protocol + ":" + protocol + ",CONTROLLER:PLAINTEXT");
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty("inter.broker.listener.name", protocol);
    p.setProperty("log.dirs", logs.toString());
    oneReplica(p);
    smallFootprint(p);
    retention(p);
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    // Flink's sink asks for up to an hour; a broker's default is 15 minutes.
    p.setProperty("transaction.max.timeout.ms", "3600000");
    // After a kill the old registration must expire: 9 s by default, and the restart waits for it.
    p.setProperty("broker.session.timeout.ms", "2000");
    p.setProperty("broker.heartbeat.interval.ms", "500");
    // There is no other broker to hand partitions to.
    p.setProperty("controlled.shutdown.enable", "false");
    return p;
  }

  private static void oneReplica(Properties p) {
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "1");
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("transaction.state.log.num.partitions", "1");
    p.setProperty("share.coordinator.state.topic.replication.factor", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
  }

  private static void smallFootprint(Properties p) {
    p.setProperty("num.network.threads", "1");
    p.setProperty("num.io.threads", "2");
    p.setProperty("background.threads", "2");
    p.setProperty("log.index.size.max.bytes", "1048576");
    // The cleaner's buffer is 128 MB by default. Compacted topics still need a cleaner.
    p.setProperty("log.cleaner.threads", "1");
    p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
  }

  private static void retention(Properties p) {
    // By size, never by time: simulated reports carry times of other days, past or future.
    p.setProperty("log.retention.ms", "-1");
    p.setProperty("log.retention.bytes", "1073741824");
    p.setProperty("log.segment.bytes", "67108864");
    p.setProperty("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
  }
}
