package io.petrel.rule.yaml;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Quantifier;
import io.petrel.rule.expr.Names;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step or group as read, before its conditions are compiled. */
sealed interface ElementDraft {
  /** A step; {@code groups} are the repeated groups around it, innermost last. */
  record StepDraft(
      int index,
      String name,
      Contiguity follows,
      boolean absent,
      Quantifier quantifier,
      @Nullable YamlValue where,
      @Nullable YamlValue until,
      @Nullable Duration within,
      List<String> repeatedGroups)
      implements ElementDraft {
    Names.Shape shape() {
      return quantifier.isRepeated() || !repeatedGroups.isEmpty()
          ? Names.Shape.LIST
          : Names.Shape.SINGLE;
    }
  }

  record GroupDraft(
      String name,
      Contiguity follows,
      Quantifier quantifier,
      List<ElementDraft> elements,
      @Nullable YamlValue until,
      @Nullable Duration within)
      implements ElementDraft {}
}
