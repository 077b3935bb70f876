package io.petrel.rule;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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

  @Override
  public boolean canBeEmpty() {
    return quantifier.optional() || elements.stream().allMatch(Element::canBeEmpty);
  }

  @Override
  public Stream<Element> walk() {
    return Stream.concat(Stream.of(this), elements.stream().flatMap(Element::walk));
  }
}
