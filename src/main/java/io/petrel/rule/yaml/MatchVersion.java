package io.petrel.rule.yaml;

import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Step;
import io.petrel.state.Sha256;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of what decides which matches there are. Its input is a text of fixed form, so that
 * white space, comments, brackets, the order of keys and the words for people do not change it.
 * Changing the form resets the matches in progress of every rule at the next update.
 */
final class MatchVersion {
  private MatchVersion() {}

  static String of(
      @Nullable Condition observations,
      List<Element> pattern,
      @Nullable Duration within,
      AfterMatch afterMatch,
      boolean alertOnTimeout) {
    StringBuilder form = new StringBuilder("1\n");
    line(form, "observations", canonical(observations));
    line(form, "within", within);
    line(form, "after", afterMatch.kind() + " " + afterMatch.step());
    line(form, "timeout", alertOnTimeout);
    elements(form, pattern);
    return Sha256.hex(form.toString(), 6);
  }

  private static void elements(StringBuilder form, List<Element> elements) {
    for (Element element : elements) {
      line(form, "follows", element.follows());
      Quantifier times = element.quantifier();
      line(form, "times", times.min() + ".." + times.max() + " " + times.between());
      line(form, "flags", times.optional() + " " + times.greedy());
      line(form, "within", element.within());
      if (element instanceof Step step) {
        line(form, "step", step.name() + " " + step.absent());
        line(form, "where", step.where().canonical());
        line(form, "until", canonical(step.until()));
      } else if (element instanceof Group group) {
        line(form, "group", group.name());
        line(form, "until", canonical(group.until()));
        elements(form, group.elements());
        line(form, "end", group.name());
      }
    }
  }

  private static String canonical(@Nullable Condition condition) {
    return condition == null ? "" : condition.canonical();
  }

  private static void line(StringBuilder form, String key, @Nullable Object value) {
    form.append(key).append('=').append(value).append('\n');
  }
}
