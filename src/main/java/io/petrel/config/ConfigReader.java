package io.petrel.config;

import io.petrel.config.SettingTypes.SecretType;
import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.issue.SourceText;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlReader;
import io.petrel.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a configuration against a table of settings; goes on after a fault. */
final class ConfigReader {
  private static final String FILE_SUFFIX = "-file";

  private final Map<String, Setting<?>> byKey = new TreeMap<>();
  private final ResolutionContext surroundings;
  private final Issues issues;

  ConfigReader(Collection<Setting<?>> table, ResolutionContext surroundings, Issues issues) {
    table.forEach(setting -> byKey.put(setting.key(), setting));
    this.surroundings = surroundings;
    this.issues = issues;
  }

  /** The values of the text; all faults go to the issues. An empty text gives the defaults. */
  SettingValues read(SourceText source) {
    SettingValues values = new SettingValues(surroundings);
    if (source.text().lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
      return values;
    }
    YamlReader.readMapping(source, issues).ifPresent(top -> readSections(top, values));
    return values;
  }

  private void readSections(YamlMapping top, SettingValues values) {
    TreeSet<String> sections =
        byKey.values().stream()
            .map(Setting::section)
            .collect(Collectors.toCollection(TreeSet::new));
    top.entries()
        .forEach(
            (section, value) -> {
              if (!sections.contains(section)) {
                top.key(section).ifPresent(key -> unknown(key, section, sections));
              } else if (!value.isNull()) {
                value.mapping().ifPresent(mapping -> readSection(section, mapping, values));
              }
            });
  }

  private void readSection(String section, YamlMapping mapping, SettingValues values) {
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              String key = section + "." + name;
              Setting<?> setting = byKey.get(key);
              if (setting != null && mapping.has(name + FILE_SUFFIX) && isSecret(setting)) {
                value.error(
                    "'%s' and '%s' are both given; one is enough"
                        .formatted(key, key + FILE_SUFFIX));
              } else if (setting != null && value.isNull()) {
                value.error(
                    "'%s' has no value; allowed: %s".formatted(key, setting.type().allowed()));
              } else if (setting != null) {
                readInto(setting, value, values);
              } else if (secretOfFile(key).isPresent()) {
                readSecretFile(secretOfFile(key).get(), key, value, values);
              } else {
                mapping.key(name).ifPresent(place -> unknown(place, key, keysOf(section)));
              }
            });
  }

  private <T> void readInto(Setting<T> setting, YamlValue value, SettingValues values) {
    setting
        .type()
        .read(setting.key(), value, surroundings)
        .ifPresent(read -> values.put(setting, read));
  }

  private static boolean isSecret(Setting<?> setting) {
    return setting.type() instanceof SecretType;
  }

  /** The secret that a key such as {@code mail.password-file} stands for. */
  @SuppressWarnings("unchecked") // a setting whose type is SecretType holds a Secret
  private Optional<Setting<Secret>> secretOfFile(String key) {
    return Optional.of(key)
        .filter(k -> k.endsWith(FILE_SUFFIX))
        .map(k -> byKey.get(k.substring(0, k.length() - FILE_SUFFIX.length())))
        .filter(ConfigReader::isSecret)
        .map(setting -> (Setting<Secret>) setting);
  }

  private void readSecretFile(
      Setting<Secret> setting, String key, YamlValue value, SettingValues values) {
    SettingTypes.FILE
        .read(key, value, surroundings)
        .ifPresent(
            file -> {
              try {
                values.put(setting, new Secret(Files.readString(file).strip()));
                warnOfOtherReaders(key, file, value);
              } catch (IOException e) {
                value.error("'%s': the file %s cannot be read".formatted(key, file));
              }
            });
  }

  /** Whoever may read the file knows the secret. Not checked where files have no modes. */
  private static void warnOfOtherReaders(String key, Path file, YamlValue value)
      throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      value.warning(
          "'%s': everybody on this machine can read %s; allowed: mode 0600 or 0640"
              .formatted(key, file));
    }
  }

  private List<String> keysOf(String section) {
    return byKey.keySet().stream().filter(key -> key.startsWith(section + ".")).toList();
  }

  private void unknown(YamlValue place, String key, Collection<String> near) {
    String hint = NearestName.hint(key, near);
    if (hint.isEmpty()) {
      hint = NearestName.hint(key, byKey.keySet());
    }
    place.error(
        "'%s' is not a setting%s; known are %s".formatted(key, hint, String.join(", ", near)));
  }
}
