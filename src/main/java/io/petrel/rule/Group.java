package io.petrel.rule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements that repeat or are left out together. */
public record Group(
    String name,
    Contiguity follows,
    Quantifier quantifier,
    List<Element> elements,
    @Nullable Condition until,
    @Nullable Duration within)
    implements Element {
  public Group {
    elements = List.copyOf(elements);
  }
}
