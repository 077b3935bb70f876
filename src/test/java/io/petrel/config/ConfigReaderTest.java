package io.petrel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static final Setting<Integer> PORT =
      Setting.of("mail.port", SettingTypes.integer(1, 65535), "25", "The port.");
  private static final Setting<Secret> PASSWORD =
      Setting.optional("mail.password", SettingTypes.SECRET, "The password.");
  private static final Setting<Duration> WAIT =
      Setting.of("mail.wait", SettingTypes.DURATION, "30s", "The wait.");
  private static final Setting<Path> LIST =
      Setting.of("mail.list", SettingTypes.FILE, "list.yaml", "A file.");
  private static final Setting<Long> MEMORY =
      Setting.of("engine.memory", SettingTypes.size(1 << 20, 1L << 40), "256MB", "Memory.");
  private static final Setting<Map<String, String>> PROPERTIES =
      Setting.of("engine.properties", SettingTypes.TEXT_MAP, "{}", "Handed on.");

  private final Issues issues = new Issues();
  @TempDir Path folder;

  @Test
  void anEmptyFileIsAllDefaults() {
    SettingValues values = read("# nothing\n", Map.of());

    assertThat(issues.sorted()).isEmpty();
    assertThat(values.get(PORT)).isEqualTo(25);
    assertThat(values.get(WAIT)).isEqualTo(Duration.ofSeconds(30));
    assertThat(values.get(MEMORY)).isEqualTo(256L << 20);
    assertThat(values.get(LIST)).isEqualTo(folder.resolve("list.yaml"));
    assertThat(values.get(PROPERTIES)).isEmpty();
    assertThat(values.find(PASSWORD)).isEmpty();
  }

  @Test
  void everyKeyCanBeGiven() throws IOException {
    SettingValues values =
        read(
            """
            mail:
              port: 587
              password: ${env:PW}
              wait: 1m30s
              list: /etc/list.yaml
            engine:
              memory: 2 GB
              properties:
                sasl.jaas.config: module password="${env:PW}";
                linger.ms: 5
            """,
            Map.of("PW", "s3cret$"));

    assertThat(issues.sorted()).isEmpty();
    assertThat(values.get(PORT)).isEqualTo(587);
    assertThat(values.get(PASSWORD).value()).isEqualTo("s3cret$");
    assertThat(values.get(WAIT)).isEqualTo(Duration.ofSeconds(90));
    assertThat(values.get(LIST)).isEqualTo(Path.of("/etc/list.yaml"));
    assertThat(values.get(MEMORY)).isEqualTo(2L << 30);
    assertThat(values.get(PROPERTIES))
        .isEqualTo(Map.of("sasl.jaas.config", "module password=\"s3cret$\";", "linger.ms", "5"));
  }

  @Test
  void everyFaultIsReportedAtOnceWithItsKeyAndWhatIsAllowed() {
    read(
        """
        mail:
          prot: 25
          port: 70000
          password: hunter2
          wait: soon
        engin:
          memory: 1GB
        engine:
          memory: lots
          properties: {ssl.key.password: hunter2}
        """,
        Map.of());

    assertThat(issues.sorted().stream().map(ConfigReaderTest::placeAndMessage))
        .containsExactly(
            "2:3 'mail.prot' is not a setting; did you mean 'mail.port'?; known are mail.list,"
                + " mail.password, mail.port, mail.wait",
            "3:9 'mail.port' is '70000'; allowed: a whole number from 1 to 65535",
            "4:13 'mail.password' must not be written here; allowed: ${env:NAME}, or the key with"
                + " -file at its end",
            "5:9 'mail.wait' is 'soon'; allowed: a duration longer than 0, such as 500ms, 90s, 30m, 2h30m or 1d",
            "6:1 'engin' is not a setting; did you mean 'engine'?; known are engine, mail",
            "9:11 'engine.memory' is 'lots'; allowed: a size from 1MB to 1024GB, in B, kB, MB or GB"
                + " (powers of 1024)",
            "10:34 'engine.properties.ssl.key.password' is a secret and must not be written here;"
                + " allowed: ${env:NAME}");
  }

  @Test
  void aSecretComesFromAFileBesideTheConfiguration() throws IOException {
    Path file = Files.writeString(folder.resolve("pw"), "from-file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    SettingValues values = read("mail: {password-file: pw}\n", Map.of());

    assertThat(issues.sorted()).isEmpty();
    assertThat(values.get(PASSWORD).value()).isEqualTo("from-file");
    assertThat(values.get(PASSWORD)).hasToString("****");
  }

  @Test
  void aFileOfASecretThatEverybodyCanReadIsAWarning() throws IOException {
    Path file = Files.writeString(folder.resolve("pw"), "from-file\n");
    assumeThat(Files.getFileStore(file).supportsFileAttributeView("posix")).isTrue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(read("mail: {password-file: pw}\n", Map.of()).get(PASSWORD).value())
        .isEqualTo("from-file");
    assertThat(issues.hasErrors()).isFalse();
    assertThat(issues.sorted())
        .extracting(Issue::message)
        .containsExactly(
            "'mail.password-file': everybody on this machine can read %s; allowed: mode 0600 or 0640"
                .formatted(file));
  }

  @Test
  void aSecretThatCannotBeHadIsAFault() {
    read("mail: {password: '${env:MAIL_PW}'}\n", Map.of("MAIL_PWD", "x"));
    read("mail: {password-file: missing}\n", Map.of());
    read("mail: {password: '${env:A}', password-file: b}\n", Map.of("A", "x"));

    assertThat(issues.sorted().stream().map(Issue::message))
        .contains(
            "'mail.password' needs the environment variable MAIL_PW, which is not set; did you"
                + " mean 'MAIL_PWD'?",
            "'mail.password-file': the file " + folder.resolve("missing") + " cannot be read",
            "'mail.password' and 'mail.password-file' are both given; one is enough");
  }

  private SettingValues read(String text, Map<String, String> environment) {
    return new ConfigReader(
            List.of(PORT, PASSWORD, WAIT, LIST, MEMORY, PROPERTIES),
            new ResolutionContext(folder, environment),
            issues)
        .read(new SourceText("petrel.yaml", text));
  }

  private static String placeAndMessage(Issue issue) {
    return "%d:%d %s".formatted(issue.line(), issue.column(), issue.message());
  }
}
