package io.petrel.detect;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleSetUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the rule folder brought.
 *
 * @param update the next set of rules; null = it is the same
 * @param events files that were refused, and faults of the folder
 */
record FolderNews(@Nullable RuleSetUpdate update, List<RuleEvent> events) {
  static final FolderNews NONE = new FolderNews(null, List.of());

  FolderNews {
    events = List.copyOf(events);
  }

  boolean isEmpty() {
    return update == null && events.isEmpty();
  }
}
