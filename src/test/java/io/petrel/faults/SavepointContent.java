package io.petrel.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the files of savepoints and checkpoints must not hold: anything that a rename breaks. */
final class SavepointContent {
  private static final String JAVA_OBJECT = "\u00ac\u00ed\u0000\u0005";

  /** Flink's own, once at the end of its metadata: how the savepoint is to be cleaned up. */
  private static final String FLINKS_OBJECT =
      JAVA_OBJECT + "sr\u00008org.apache.flink.runtime.checkpoint.CheckpointProperties";

  private SavepointContent() {}

  /** The class names of Petrel and the Java-serialised objects in all files below a folder. */
  static List<String> faults(Path folder) throws IOException {
    List<String> faults = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String fault : faults(text)) {
          faults.add(folder.relativize(file) + ": " + fault);
        }
      }
    }
    return faults;
  }

  static List<String> faults(String text) {
    List<String> faults = new ArrayList<>();
    for (String sought : List.of("io.petrel", "io/petrel", JAVA_OBJECT)) {
      for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
        if (!text.startsWith(FLINKS_OBJECT, at)) {
          String near = text.substring(at, Math.min(text.length(), at + 80));
          faults.add("byte %d: %s".formatted(at, near.replaceAll("[^ -~]", ".")));
        }
      }
    }
    return faults;
  }
}
