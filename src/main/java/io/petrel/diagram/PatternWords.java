package io.petrel.diagram;

import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Emit;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A rule's pattern in words, a line a step. */
public final class PatternWords {
  private PatternWords() {}

  public static List<String> lines(Rule rule) {
    List<String> lines = new ArrayList<>();
    if (rule.observations() != null) {
      lines.add("among the reports with " + rule.observations().text());
    }
    append(rule.pattern(), "", lines);
    if (rule.within() != null) {
      lines.add("all within " + Durations.code(rule.within()));
    }
    if (rule.alertOnTimeout()) {
      lines.add("a sequence that is not finished by then raises the alert");
    }
    lines.add(afterMatch(rule.afterMatch()));
    Emit emit = rule.emit();
    if (emit != null) {
      lines.add(
          switch (emit) {
            case IMMEDIATELY ->
                "sent immediately, corrected later if a report that comes late changes it";
            case WHEN_CERTAIN -> "sent when no report can come late any more (ingest.report-delay)";
          });
    }
    return lines;
  }

  private static void append(List<Element> elements, String indent, List<String> lines) {
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      String start = indent + (i == 0 ? "" : link(element));
      String times = times(element.quantifier());
      String within =
          element.within() == null
              ? ""
              : ", at most " + Durations.code(element.within()) + " later";
      if (element instanceof Step step) {
        String what = step.where() == Condition.ALWAYS ? "any report" : step.where().text();
        String until = step.until() == null ? "" : ", until " + step.until().text();
        lines.add(
            start
                + (step.absent() ? "no report with " : "")
                + step.name()
                + ": "
                + what
                + times
                + until
                + within);
      } else if (element instanceof Group group) {
        lines.add(start + "a group, " + group.name() + times + within + ":");
        append(group.elements(), indent + "  ", lines);
      }
    }
  }

  private static String link(Element element) {
    return switch (element.follows()) {
      case STRICT -> "next, ";
      case RELAXED -> "then, ";
      case ANY -> "then, each time, ";
    };
  }

  static String times(Quantifier quantifier) {
    StringBuilder words = new StringBuilder();
    if (quantifier.isUnbounded()) {
      words.append(String.format(Locale.ROOT, ", %d times or more", quantifier.min()));
    } else if (quantifier.isRepeated()) {
      words.append(
          quantifier.min() == quantifier.max()
              ? String.format(Locale.ROOT, ", %d times", quantifier.min())
              : String.format(Locale.ROOT, ", %d to %d times", quantifier.min(), quantifier.max()));
    }
    if (quantifier.isRepeated() && quantifier.between() == Contiguity.STRICT) {
      words.append(" in a row");
    }
    if (quantifier.greedy()) {
      words.append(", as many as possible");
    }
    return words.append(quantifier.optional() ? ", or not at all" : "").toString();
  }

  private static String afterMatch(AfterMatch afterMatch) {
    String name = afterMatch.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return "after a match: " + (afterMatch.step() == null ? name : name + " " + afterMatch.step());
  }
}
