package io.petrel.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * The published schema of a Kubernetes custom resource; unlike a cluster, it tells unknown keys.
 */
final class CustomResourceSchema {
  private final Map<?, ?> root;
  private final List<String> faults = new ArrayList<>();

  private CustomResourceSchema(Map<?, ?> root) {
    this.root = root;
  }

  /** Reads the first version of a definition on the class path. */
  static CustomResourceSchema ofResource(String name) throws IOException {
    try (InputStream in = CustomResourceSchema.class.getResourceAsStream(name)) {
      Map<?, ?> definition = new Yaml().load(in);
      List<?> versions = (List<?>) ((Map<?, ?>) definition.get("spec")).get("versions");
      Map<?, ?> schema = (Map<?, ?>) ((Map<?, ?>) versions.get(0)).get("schema");
      return new CustomResourceSchema((Map<?, ?>) schema.get("openAPIV3Schema"));
    }
  }

  /** What is wrong with a resource's {@code spec}; empty = nothing. */
  List<String> faults(Map<?, ?> resource) {
    faults.clear();
    Map<?, ?> properties = (Map<?, ?>) root.get("properties");
    check(resource.get("spec"), (Map<?, ?>) properties.get("spec"), "spec");
    return List.copyOf(faults);
  }

  private void check(Object value, Map<?, ?> schema, String path) {
    if (value instanceof Map<?, ?> mapping) {
      checkMapping(mapping, schema, path);
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        check(item, (Map<?, ?>) schema.get("items"), path + "[]");
      }
    } else if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
      faults.add("%s is %s; allowed: %s".formatted(path, value, allowed));
    } else if (schema.get("type") instanceof String type && !isOf(type, value)) {
      faults.add("%s is %s, must be of type %s".formatted(path, value, type));
    }
  }

  private void checkMapping(Map<?, ?> mapping, Map<?, ?> schema, String path) {
    Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> known ? known : Map.of();
    mapping.forEach(
        (key, value) -> {
          String at = path + "." + key;
          if (properties.get(key) instanceof Map<?, ?> known) {
            check(value, known, at);
          } else if (schema.get("additionalProperties") instanceof Map<?, ?> any) {
            check(value, any, at);
          } else if (schema.get("x-kubernetes-preserve-unknown-fields") == null) {
            faults.add(at + " is not known");
          }
        });
  }

  private static boolean isOf(String type, Object value) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      default -> false;
    };
  }
}
