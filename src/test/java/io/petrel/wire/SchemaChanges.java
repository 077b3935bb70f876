package io.petrel.wire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** What {@code schemas/README.md} promises that no release changes. */
final class SchemaChanges {
  private final List<String> broken = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private SchemaChanges() {}

  /** The promises that the current schema breaks; empty if it keeps them all. */
  static List<String> broken(Schema released, Schema current) {
    SchemaChanges changes = new SchemaChanges();
    changes.reads("the current schema does not read the released one", current, released);
    changes.reads("the released schema does not read the current one", released, current);
    changes.compare(released.getName(), released, current);
    return changes.broken;
  }

  private void reads(String fault, Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
      broken.add(fault);
    }
  }

  private void compare(String place, Schema released, Schema current) {
    if (released.getType() != current.getType()) {
      broken.add(place + " was " + released.getType() + ", is " + current.getType());
      return;
    }
    switch (released.getType()) {
      case RECORD -> compareFields(place, released, current);
      case ARRAY -> compare(place, released.getElementType(), current.getElementType());
      case MAP -> compare(place, released.getValueType(), current.getValueType());
      case UNION -> {
        if (released.getTypes().size() != current.getTypes().size()) {
          broken.add(place + " has other types to choose from");
          return;
        }
        for (int i = 0; i < released.getTypes().size(); i++) {
          compare(place, released.getTypes().get(i), current.getTypes().get(i));
        }
      }
      case ENUM -> {
        List<String> symbols = released.getEnumSymbols();
        if (!current.getEnumSymbols().stream().limit(symbols.size()).toList().equals(symbols)) {
          broken.add(place + " lost or moved a symbol");
        }
      }
      default -> {
        if (!Objects.equals(released.getProp("logicalType"), current.getProp("logicalType"))) {
          broken.add(place + " has another logical type");
        }
      }
    }
  }

  private void compareFields(String place, Schema released, Schema current) {
    if (!seen.add(released.getFullName())) {
      return;
    }
    int last = -1;
    for (Schema.Field field : released.getFields()) {
      String name = place + "." + field.name();
      Schema.Field now = current.getField(field.name());
      if (now == null) {
        broken.add(name + " is gone");
        continue;
      }
      if (now.pos() < last) {
        broken.add(name + " has moved");
      }
      last = now.pos();
      if (!Objects.equals(field.getObjectProp("unit"), now.getObjectProp("unit"))) {
        broken.add(name + " has another unit");
      }
      compare(name, field.schema(), now.schema());
    }
  }
}
