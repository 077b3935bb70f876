package io.petrel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * A broker that speaks SASL_SSL only, with a certificate made here, and lets nobody do anything
 * unless told. Users log in by PLAIN or by SCRAM-SHA-512, with the same {@link #password}.
 */
public final class SecureBroker implements AutoCloseable {
  /** Opens the trust store. */
  public static final String STORE_PASSWORD = "marker-store-5417";

  public static final String PLAIN = "PLAIN";
  public static final String SCRAM = "SCRAM-SHA-512";

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
    settings.put("sasl.enabled.mechanisms", PLAIN + "," + SCRAM);
    settings.put("sasl.mechanism.inter.broker.protocol", PLAIN);
    settings.put(
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", module(SCRAM) + " required;");
    StringBuilder jaas = new StringBuilder(jaas(PLAIN, ADMIN).replace(";", ""));
    for (String user : users) {
      jaas.append(" user_%s=\"%s\"".formatted(user, password(user)));
    }
    jaas.append(" user_%s=\"%s\";".formatted(ADMIN, password(ADMIN)));
    settings.put("listener.name.sasl_ssl.plain.sasl.jaas.config", jaas.toString());
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // Anonymous is the controller's listener, which this process alone speaks to.
    settings.put("super.users", "User:ANONYMOUS;User:" + ADMIN);
    SecureBroker broker =
        new SecureBroker(
            EmbeddedKafka.start(folder.resolve("broker"), 0, "SASL_SSL", settings), trusted);
    broker.letInByScram(users);
    return broker;
  }

  /** Unlike the passwords of PLAIN these are in the brokers' own topic, salted. */
  private void letInByScram(String... users) throws Exception {
    ScramCredentialInfo strength = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
    List<UserScramCredentialAlteration> credentials = new ArrayList<>();
    for (String user : users) {
      credentials.add(new UserScramCredentialUpsertion(user, strength, password(user)));
    }
    credentials.add(new UserScramCredentialUpsertion(ADMIN, strength, password(ADMIN)));
    try (Admin admin = admin()) {
      admin.alterUserScramCredentials(credentials).all().get(30, TimeUnit.SECONDS);
    }
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
    List<String> command = new ArrayList<>();
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
  public static String jaas(String mechanism, String user) {
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(module(mechanism), user, password(user));
  }

  private static String module(String mechanism) {
    return mechanism.equals(PLAIN)
        ? PlainLoginModule.class.getName()
        : ScramLoginModule.class.getName();
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
        PLAIN,
        "sasl.jaas.config",
        jaas(PLAIN, user));
  }

  /** The rows of the table in {@code deploy/README.md}. */
  public static List<String> documentedRights() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("deploy", "README.md")).stream()
            .filter(
                line -> line.matches("\\| `(detection|notification|writer|author|subscriber)`.*"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(10);
    return rows;
  }

  /**
   * Reads rights from lines such as {@code | petrel | topic | petrel.alerts | Read, Write |}: user,
   * kind, name or prefix followed by a star, operations.
   */
  public void allow(List<String> table) throws Exception {
    allow(bindings(table), true);
  }

  /** Gives rights, or takes them away. */
  public void allow(Collection<AclBinding> bindings, boolean allowed) throws Exception {
    try (Admin admin = admin()) {
      KafkaFuture<?> done =
          allowed
              ? admin.createAcls(bindings).all()
              : admin.deleteAcls(bindings.stream().map(AclBinding::toFilter).toList()).all();
      done.get(30, TimeUnit.SECONDS);
    }
  }

  /** One for each operation, in the order of the table. */
  public static List<AclBinding> bindings(List<String> table) {
    List<AclBinding> bindings = new ArrayList<>();
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
    return bindings;
  }

  @Override
  public void close() {
    kafka.close();
  }
}
