package io.petrel.diagram;

import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the diagram of a pattern, top to bottom. */
sealed interface Row {
  /** Number of groups around it. */
  int depth();

  /**
   * A box.
   *
   * @param badge how often, such as {@code 3 times in a row}; empty = once
   * @param texts its conditions; may be longer than a line
   */
  record Box(int depth, Kind kind, String title, String badge, List<String> texts) implements Row {}

  /** What a box shows. */
  enum Kind {
    STEP,
    /** A step that may be left out. */
    OPTIONAL,
    /** A step that must not occur. */
    ABSENT,
    /** The alert at the end. */
    ALERT
  }

  /** A line from one box to the next. */
  record Link(int depth, Contiguity follows, String text) implements Row {}

  /** Begins a group, whose rows are one deeper. */
  record Open(int depth, String title, String badge) implements Row {}

  /** Ends a group. */
  record Close(int depth) implements Row {}

  static List<Row> of(Rule rule) {
    List<Row> rows = new ArrayList<>();
    add(rule.pattern(), 0, rows);
    rows.add(new Link(0, Contiguity.STRICT, ""));
    rows.add(new Box(0, Kind.ALERT, rule.text().title(), severity(rule), alert(rule)));
    return rows;
  }

  /** What holds for the whole: the filter of reports and the window. */
  static List<String> captions(Rule rule) {
    List<String> captions = new ArrayList<>();
    Condition filter = rule.observations();
    if (filter != null) {
      captions.add("among the reports with " + filter.text());
    }
    if (rule.within() != null) {
      captions.add("all within " + Durations.code(rule.within()));
    }
    if (rule.alertOnTimeout()) {
      captions.add("a sequence that is not finished by then raises the alert");
    }
    return captions;
  }

  private static String severity(Rule rule) {
    return rule.text().severity().code();
  }

  private static List<String> alert(Rule rule) {
    IncidentPolicy incident = rule.incident();
    List<String> lines = new ArrayList<>();
    Condition ends = incident.endsWhen();
    if (ends != null) {
      lines.add("ends when " + ends.text());
    }
    lines.add("ends after %s without a match".formatted(Durations.code(incident.quiet())));
    if (!incident.inhibits().isEmpty()) {
      lines.add("silences " + String.join(", ", incident.inhibits()));
    }
    return lines;
  }

  private static void add(List<Element> elements, int depth, List<Row> rows) {
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      if (i > 0) {
        rows.add(new Link(depth, element.follows(), link(element)));
      }
      String badge = PatternWords.times(element.quantifier()).replaceFirst("^, ", "");
      if (element instanceof Step step) {
        rows.add(box(step, depth, badge));
      } else if (element instanceof Group group) {
        rows.add(new Open(depth, group.name(), badge));
        add(group.elements(), depth + 1, rows);
        rows.add(new Close(depth));
      }
    }
  }

  private static Box box(Step step, int depth, String badge) {
    List<String> texts = new ArrayList<>();
    texts.add(step.where() == Condition.ALWAYS ? "any report" : step.where().text());
    Condition until = step.until();
    if (until != null) {
      texts.add("until " + until.text());
    }
    Kind kind =
        step.absent() ? Kind.ABSENT : step.quantifier().optional() ? Kind.OPTIONAL : Kind.STEP;
    return new Box(depth, kind, step.name(), step.absent() ? "must not occur" : badge, texts);
  }

  private static String link(Element element) {
    String how =
        switch (element.follows()) {
          case STRICT -> "the very next report";
          case RELAXED -> "then, others may come between";
          case ANY -> "then, each one that fits";
        };
    @Nullable Duration within = element.within();
    return within == null ? how : how + ", within " + Durations.code(within);
  }
}
