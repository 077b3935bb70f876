package io.petrel.state;

import io.petrel.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every codec of the product: each is a constant of a class. */
final class AllCodecs {
  private AllCodecs() {}

  static List<Codec<?>> find() {
    List<Codec<?>> codecs = new ArrayList<>();
    for (Class<?> type : classes()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && Codec.class.isAssignableFrom(field.getType())) {
          codecs.add(value(field));
        }
      }
    }
    codecs.sort(Comparator.comparing(Codec::id));
    return codecs;
  }

  private static Codec<?> value(Field field) {
    try {
      field.setAccessible(true);
      return (Codec<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Class<?>> classes() {
    try {
      Path root = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root.resolve("io/petrel"))) {
        List<Class<?>> classes = new ArrayList<>();
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          String name = root.relativize(file).toString().replace('/', '.');
          name = name.substring(0, name.length() - ".class".length());
          if (!name.endsWith("package-info")) {
            classes.add(Class.forName(name, false, Main.class.getClassLoader()));
          }
        }
        return classes;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
