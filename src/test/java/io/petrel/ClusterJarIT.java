package io.petrel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in {@code petrel-*-cluster.jar}: what its entry reaches and no cluster brings. */
class ClusterJarIT {
  /** 40 MB when this was written; it had been 52 with most of a broker inside. */
  private static final long MOST_BYTES = 42_000_000;

  /** The first names of a class's package. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(?:META-INF/versions/\\d+/)?((?:org/apache/)?(?:[^/]+/){1,2})(?:.*/)?[^/]+\\.class");

  private static Path jar;
  private static Set<String> entries;

  @BeforeAll
  static void open() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      jar =
          files
              .filter(file -> file.getFileName().toString().matches("petrel-.*-cluster\\.jar"))
              .findFirst()
              .orElse(null);
    }
    assumeThat(jar).as("made by mvn package").isNotNull();
    entries = entries(jar);
  }

  @Test
  void itsLibrariesAreThoseOfTheList() {
    TreeSet<String> libraries = new TreeSet<>();
    for (String entry : entries) {
      Matcher library = LIBRARY.matcher(entry);
      if (library.matches()) {
        libraries.add(library.group(1));
      }
    }
    libraries.remove("io/petrel/");
    GoldenFile.assertEquals("cluster-jar.txt", String.join("\n", libraries) + "\n");
  }

  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(jar)).isLessThan(MOST_BYTES);
  }

  @Test
  void whatItsEntryReachesIsInItOrInFlink() throws IOException {
    JavaClasses classes = new ClassFileImporter().importPath(Path.of("target/classes"));
    Set<String> known = new TreeSet<>(entries);
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (path.matches(".*/(flink-(?!connector|cep)|slf4j-api|log4j-core)[^/]*\\.jar")) {
        known.addAll(entries(Path.of(path)));
      }
    }
    TreeSet<String> missing = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    Deque<JavaClass> reached = new ArrayDeque<>(List.of(classes.get(ClusterMain.class)));
    while (!reached.isEmpty()) {
      JavaClass type = reached.remove();
      if (!seen.add(type.getName())) {
        continue;
      }
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (classes.contain(target.getName())) {
          reached.add(target);
        } else if (!target.isPrimitive()
            && !target.getName().matches("(java|javax|jdk)\\..*")
            && !known.contains(target.getName().replace('.', '/') + ".class")) {
          missing.add(target.getName() + " of " + type.getName());
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(300);
    assertThat(missing).isEmpty();
  }

  private static Set<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).collect(Collectors.toSet());
    }
  }
}
