package io.petrel.replay.report;

import io.petrel.replay.compare.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Places times on a line of fixed length. */
final class Timeline {
  /** Length of the line; a bar is at least {@link #NARROWEST} wide. */
  private static final double LENGTH = 1000;

  private static final double NARROWEST = 2;

  /** Hours between labels. */
  private static final List<Integer> STEPS = List.of(1, 2, 3, 6, 12, 24, 48, 120, 240);

  private final long fromMillis;
  private final long toMillis;

  /**
   * A bar.
   *
   * @param x where it begins, 0 to 1000
   */
  record Bar(String x, String width, String tone) {}

  /**
   * A label of the axis.
   *
   * @param percent where it stands, 0 to 100
   * @param minor whether it is left out where there is little room
   */
  record Tick(String percent, String label, boolean minor) {}

  Timeline(long fromMillis, long toMillis) {
    this.fromMillis = fromMillis;
    this.toMillis = Math.max(toMillis, fromMillis + Duration.ofHours(1).toMillis());
  }

  /** One bar for each incident; those that touch are one, as severe as the worst. */
  List<Bar> bars(List<Incident> incidents) {
    List<Bar> bars = new ArrayList<>();
    double from = 0;
    double to = -1;
    Incident worst = null;
    for (Incident incident : incidents) {
      double start = at(incident.toldMillis());
      double end = Math.max(at(incident.ended() ? incident.lastMillis() : toMillis), start);
      if (worst != null && start <= to) {
        to = Math.max(to, Math.max(end, start + NARROWEST));
        worst = incident.severity().compareTo(worst.severity()) < 0 ? incident : worst;
        continue;
      }
      if (worst != null) {
        bars.add(bar(from, to, worst));
      }
      from = start;
      to = Math.max(end, start + NARROWEST);
      worst = incident;
    }
    if (worst != null) {
      bars.add(bar(from, to, worst));
    }
    return bars;
  }

  private static Bar bar(double from, double to, Incident worst) {
    return new Bar(number(from), number(to - from), Words.tone(worst.severity()));
  }

  private double at(long millis) {
    return LENGTH * (millis - fromMillis) / (toMillis - fromMillis);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Years, months, days or hours, whichever gives a handful. */
  List<Tick> ticks() {
    long days = ChronoUnit.DAYS.between(instant(fromMillis), instant(toMillis));
    if (days > 900) {
      return months(12, "yyyy");
    }
    if (days > 400) {
      return months(3, "MMM yy");
    }
    if (days > 60) {
      return months(1, "MMM");
    }
    long hours = Math.max(1, (toMillis - fromMillis) / 3_600_000);
    int step = STEPS.stream().filter(each -> 10L * each >= hours).findFirst().orElse(240);
    return steps(step * 3_600_000L, step < 24 ? "d MMM HH:mm" : "d MMM");
  }

  private List<Tick> months(int step, String pattern) {
    List<Tick> ticks = new ArrayList<>();
    LocalDate day = LocalDate.ofInstant(instant(fromMillis), ZoneOffset.UTC).withDayOfYear(1);
    for (; millis(day) <= toMillis; day = day.plusMonths(step)) {
      add(ticks, millis(day), pattern);
    }
    return ticks;
  }

  private List<Tick> steps(long step, String pattern) {
    List<Tick> ticks = new ArrayList<>();
    for (long at = -Math.floorDiv(-fromMillis, step) * step; at <= toMillis; at += step) {
      add(ticks, at, pattern);
    }
    return ticks;
  }

  private void add(List<Tick> ticks, long millis, String pattern) {
    double percent = at(millis) / LENGTH * 100;
    // No room for the label nearer to the end.
    if (percent >= 0 && percent <= 97) {
      String label =
          DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
              .format(instant(millis).atOffset(ZoneOffset.UTC));
      ticks.add(new Tick(number(percent), label, ticks.size() % 2 == 1));
    }
  }

  private static Instant instant(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static long millis(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
