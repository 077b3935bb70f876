package io.petrel.faults;

import io.petrel.rule.RuleFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The watched rules: some that stay, which are compared, and one that is edited all the time. */
final class RuleFolderOnDisk {
  static final String EXTRA = "extra";
  private static final List<String> STEADY =
      List.of(
          "/faults/pulse.yaml", "/e2e/e2e-gale.yaml", "/e2e/e2e-fall.yaml", "/e2e/e2e-front.yaml");

  private final Path folder;
  private int edits;

  RuleFolderOnDisk(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    for (RuleFile file : steady()) {
      Files.writeString(folder.resolve(file.name()), file.text());
    }
    editExtra();
  }

  /** The rules that no fault touches. */
  static List<RuleFile> steady() {
    return STEADY.stream()
        .map(
            resource -> {
              try (InputStream in = RuleFolderOnDisk.class.getResourceAsStream(resource)) {
                String name = resource.substring(resource.lastIndexOf('/') + 1);
                return new RuleFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  /** Another threshold: matches in progress of this rule are dropped, of no other. */
  void editExtra() {
    edits++;
    writeExtra(
        """
        rule: extra
        title: Edited
        severity: minor
        within: 6h
        pattern:
          - step: calm
            where: wind_speed_ms < %d.0
          - step: windy
            follows: relaxed
            where: wind_speed_ms > calm.wind_speed_ms + 5.0
        headline: "Wind rises at ${station_name}"
        """
            .formatted(4 + edits % 5));
  }

  void writeExtra(String text) {
    try {
      Path part = Files.writeString(folder.resolve(".extra.part"), text);
      Files.move(part, folder.resolve("extra.yaml"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void hide() {
    move(folder, away());
  }

  void show() {
    move(away(), folder);
  }

  private Path away() {
    return folder.resolveSibling("rules-away");
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
