package io.petrel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that speaks SASL_SSL only, with a certificate made here, and lets nobody do anything
 * unless told. The password of each user is {@link #password}.
 */
public final class SecureBroker implements AutoCloseable {
  /** Opens the trust store. */
  public static final String STORE_PASSWORD = "marker-store-5417";

  private static final String ADMIN = "admin";

  private final EmbeddedKafka kafka;
  private final Path trusted;

  private SecureBroker(EmbeddedKafka kafka, Path trusted) {
    this.kafka = kafka;
    this.trusted = trusted;
  }

  public static SecureBroker start(Path folder, String... users) throws Exception {
    Path keys = folder.resolve("server.p12");
    Path trusted = certificate(folder, "server");
    Map<String, String> settings = new HashMap<>();
    settings.put("ssl.keystore.location", keys.toString());
    settings.put("ssl.keystore.password", STORE_PASSWORD);
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.truststore.location", trusted.toString());
    settings.put("ssl.truststore.password", STORE_PASSWORD);
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    StringBuilder jaas = new StringBuilder(jaas(ADMIN).replace(";", ""));
    for (String user : users) {
      jaas.append(" user_%s=\"%s\"".formatted(user, password(user)));
    }
    jaas.append(" user_%s=\"%s\";".formatted(ADMIN, password(ADMIN)));
    settings.put("listener.name.sasl_ssl.plain.sasl.jaas.config", jaas.toString());
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // Anonymous is the controller's listener, which this process alone speaks to.
    settings.put("super.users", "User:ANONYMOUS;User:" + ADMIN);
    return new SecureBroker(
        EmbeddedKafka.start(folder.resolve("broker"), 0, "SASL_SSL", settings), trusted);
  }

  /**
   * Makes a key with its certificate, and gives a store that trusts it.
   *
   * @param name of the files, such as {@code server} for {@code server.p12}
   */
  public static Path certificate(Path folder, String name) throws Exception {
    String keys = folder.resolve(name + ".p12").toString();
    String exported = folder.resolve(name + ".pem").toString();
    String trusted = folder.resolve(name + "-trusted.p12").toString();
    keytool(
        "-genkeypair -alias k -keyalg EC -validity 2 -dname CN=127.0.0.1 -ext SAN=ip:127.0.0.1"
            + " -storetype PKCS12 -keystore",
        keys);
    keytool("-exportcert -rfc -alias k -keystore", keys, "-file", exported);
    keytool(
        "-importcert -noprompt -alias k -storetype PKCS12 -keystore", trusted, "-file", exported);
    return Path.of(trusted);
  }

  private static void keytool(String words, String... more) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(words.split(" ")));
    command.addAll(Arrays.asList(more));
    command.addAll(List.of("-storepass", STORE_PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
  }

  public static String password(String user) {
    return "marker-%s-9203".formatted(user);
  }

  /** The login of a user, as Kafka's clients want it. */
  public static String jaas(String user) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password(user));
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public Path trusted() {
    return trusted;
  }

  /** Who may do everything. */
  public Admin admin() {
    return Admin.create(client(ADMIN));
  }

  /** Properties of a user's clients. */
  public Map<String, Object> client(String user) {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers(),
        "security.protocol",
        "SASL_SSL",
        "ssl.truststore.location",
        trusted.toString(),
        "ssl.truststore.password",
        STORE_PASSWORD,
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        jaas(user));
  }

  /**
   * Reads rights from lines such as {@code | petrel | topic | petrel.alerts | Read, Write |}: user,
   * kind, name or prefix followed by a star, operations.
   */
  public void allow(List<String> table) throws Exception {
    List<AclBinding> bindings = new java.util.ArrayList<>();
    for (String line : table) {
      String[] cells = line.replace("`", "").split("\\|");
      String name = cells[3].strip();
      boolean prefix = name.endsWith("*");
      ResourcePattern what =
          new ResourcePattern(
              switch (cells[2].strip()) {
                case "topic" -> ResourceType.TOPIC;
                case "group" -> ResourceType.GROUP;
                case "transactional id" -> ResourceType.TRANSACTIONAL_ID;
                case "cluster" -> ResourceType.CLUSTER;
                default -> throw new IllegalArgumentException(line);
              },
              prefix ? name.substring(0, name.length() - 1) : name,
              prefix ? PatternType.PREFIXED : PatternType.LITERAL);
      for (String operation : cells[4].split(",")) {
        AclOperation may =
            AclOperation.fromString(operation.strip().replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
        assertThat(may).as(line).isNotEqualTo(AclOperation.UNKNOWN);
        bindings.add(
            new AclBinding(
                what,
                new AccessControlEntry(
                    "User:" + cells[1].strip(), "*", may, AclPermissionType.ALLOW)));
      }
    }
    try (Admin admin = admin()) {
      admin.createAcls(bindings).all().get(30, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
