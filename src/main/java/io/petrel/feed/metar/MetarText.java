package io.petrel.feed.metar;

import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reports in a text: one a line or several, ended by {@code =} or not, wrapped onto lines
 * with or without indent, in bulletins with their headings. A report begins where a station and a
 * time such as {@code 261151Z} stand, and ends where {@code =}, a blank line, a heading or the next
 * one is. A date before a report is its own; one in a line of its own is that of all reports up to
 * the next. Memory is bounded whatever the text is. Not thread-safe.
 */
public final class MetarText {
  private static final int MOST_GROUPS = 200;
  private static final int LONGEST_GROUP = 64;

  static final Pattern STATION = Pattern.compile("[A-Z][A-Z0-9]{3}");
  static final Pattern TIME = Pattern.compile("\\d{6}Z?");
  private static final Pattern NEARLY_TIME = Pattern.compile("\\d{3,8}Z?");
  private static final Pattern CORRECTION = Pattern.compile("COR|CC[A-Z]");

  /** What stands after the time of a report; in remarks times stand as well. */
  private static final Pattern FOLLOWS =
      Pattern.compile(
          "AUTO|COR|CC[A-Z]|NIL|RTD|CAVOK|[0-9V/][0-9A-Z/]*(?:KTS?|MPS|KMH)|\\d{5}(?:G\\d\\d)?"
              + "|\\d{4}(?:NDV|[NESW]{1,2})?|/{2,}[A-Z0-9/]*|[MP]?[0-9/]+SM");

  private static final Set<String> KINDS = Set.of("METAR", "SPECI");

  /** Words before a report's station: a report begins with the first of them. */
  private static final Set<String> OPENING = Set.of("METAR", "SPECI", "TAF", "AMD");

  private static final Pattern HEADING =
      Pattern.compile("[A-Z]{4}\\d{0,2} [A-Z][A-Z0-9]{3} \\d{6}(?: [A-Z]{3})?");
  private static final Pattern NOISE =
      Pattern.compile("NNNN|\\d{1,5}|(?:MTR|SPE|MET)[A-Z0-9]{2,3}");
  private static final Pattern DIGITS =
      Pattern.compile("(?:18|19|20)\\d{8}(?:\\d\\d)?(?:\\d\\d)?Z?");
  private static final Pattern DATE =
      Pattern.compile("(\\d{4})[-/](\\d\\d)[-/](\\d\\d)(?:T([0-9:.]+)(Z|[+-]\\d\\d:\\d\\d)?)?");
  private static final Pattern CLOCK =
      Pattern.compile("(\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)(Z|UTC|[+-]\\d\\d:\\d\\d)?");

  private final Reader in;
  private final char[] buffer = new char[1 << 14];
  private int filled;
  private int at;
  private long line = 1;
  private boolean ended;

  private final Deque<Found> found = new ArrayDeque<>();
  private final List<String> groups = new ArrayList<>();

  /** Line of each group. */
  private final List<Long> lines = new ArrayList<>();

  /** Place among the groups of the first in this line. */
  private int lineStart;

  private boolean lineHasText;
  private boolean lineHasGroups;
  private MetarReport.Kind bulletin = MetarReport.Kind.UNKNOWN;

  /** Of all reports that have none of their own. */
  private @Nullable Date near;

  /** That this line begins with. */
  private @Nullable Date own;

  /** Of the groups. */
  private @Nullable Date date;

  /** A date as it is written, and the day of it that still waits for its time of day. */
  private record Date(String text, @Nullable Instant time, boolean waits) {}

  /**
   * A report, or what stands where one is expected.
   *
   * @param line of its first group, from 1
   * @param date text of the date that stands before it; null = none does
   * @param near what that date says; null = there is none, or it is no date
   * @param kind that the bulletin says; unknown when it says none
   * @param groups parts of the text, without the {@code =}
   */
  public record Found(
      long line,
      @Nullable String date,
      @Nullable Instant near,
      MetarReport.Kind kind,
      List<String> groups) {
    /** The report that the groups make; see {@link MetarParser}. */
    public MetarReport report() throws MetarFault {
      return MetarParser.parse(groups, kind);
    }
  }

  public MetarText(Reader in) {
    this.in = in;
  }

  /** The groups of the first report in a text of its own. */
  static List<String> first(String text) {
    try {
      Found first = new MetarText(new java.io.StringReader(text)).next();
      return first == null ? List.of() : first.groups();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does not fail", e);
    }
  }

  /** Line that is read, from 1. */
  public long line() {
    return line;
  }

  /** The next report; null = the text has ended. */
  public @Nullable Found next() throws IOException {
    while (found.isEmpty() && !ended) {
      read();
    }
    return found.poll();
  }

  /** Reads a group, a sign or a line's end. */
  private void read() throws IOException {
    int c = character();
    if (c < 0) {
      ended = true;
      endLine();
      flush();
    } else if (c == '\n') {
      endLine();
      line++;
    } else if (c == '=') {
      begun(null);
      flush();
      lineHasText = true;
    } else if (!separates((char) c)) {
      StringBuilder group = new StringBuilder().append((char) c);
      while (at < filled || fill()) {
        char next = buffer[at];
        if (next == '=' || separates(next)) {
          break;
        }
        if (group.length() < LONGEST_GROUP) {
          group.append(next);
        }
        at++;
      }
      group(group.toString());
    }
  }

  /** One character; a line ends with CR, LF or both. */
  private int character() throws IOException {
    if (at == filled && !fill()) {
      return -1;
    }
    char c = buffer[at++];
    if (c == '\r') {
      if ((at < filled || fill()) && buffer[at] == '\n') {
        at++;
      }
      return '\n';
    }
    return c;
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }

  /** Bulletins have control characters around them, and tables of reports commas between. */
  private static boolean separates(char c) {
    return c <= ' '
        || c == ','
        || c == ';'
        || c == '"'
        || c == '\u00a0'
        || c == '\ufeff'
        || c == '\u007f';
  }

  private void group(String group) {
    boolean first = !lineHasText;
    lineHasText = true;
    boolean dates = first || groups.isEmpty() || group.length() >= 12;
    if (dates) {
      if (date(group)) {
        return;
      }
      if (groups.isEmpty() && group.chars().noneMatch(Character::isLetterOrDigit)) {
        return;
      }
    }
    // Where a word says so a report begins, even if it then turns out to be garbled.
    boolean opens = KINDS.contains(group) || group.equals("TAF");
    if ((first && OPENING.contains(group)) || (opens && !onlyCorrection())) {
      flush();
    }
    lineHasGroups = true;
    begun(group);
    int second = groups.size() - lineStart;
    if (second == 1 && lineStart > 0 && isNoTime(groups.get(lineStart), group)) {
      split(lineStart);
    }
    if (groups.size() >= 2 * MOST_GROUPS) {
      groups.remove(MOST_GROUPS);
      lines.remove(MOST_GROUPS);
      lineStart = Math.max(0, lineStart - 1);
    }
    if (groups.isEmpty()) {
      date = own == null ? near : own;
    }
    groups.add(group);
    lines.add(line);
  }

  private boolean onlyCorrection() {
    return groups.stream().allMatch(group -> CORRECTION.matcher(group).matches());
  }

  private static boolean isNoTime(String station, String time) {
    return STATION.matcher(station).matches()
        && !TIME.matcher(time).matches()
        && NEARLY_TIME.matcher(time).matches();
  }

  /** Takes a date or the time of day that belongs to it. */
  private boolean date(String group) {
    Date before = own;
    if (before != null && before.waits) {
      Matcher clock = CLOCK.matcher(group);
      if (clock.matches()) {
        own = date(before.text + " " + group, before.text.replace('/', '-'), clock, 1);
        return true;
      }
      own = new Date(before.text, before.time, false);
      if (group.equals("UTC") || group.equals("Z")) {
        return true;
      }
    } else if (before != null && (group.equals("UTC") || group.equals("Z"))) {
      return true;
    }
    Matcher date = DATE.matcher(group);
    if (date.matches()) {
      flush();
      String day = "%s-%s-%s".formatted(date.group(1), date.group(2), date.group(3));
      own =
          date.group(4) == null
              ? new Date(group, instant(day + "T00:00", null), true)
              : date(group, day, date, 4);
      return true;
    }
    if (DIGITS.matcher(group).matches()) {
      flush();
      String d = group + (group.length() < 12 ? "00" : "");
      own =
          new Date(
              group,
              instant(
                  "%s-%s-%sT%s:%s"
                      .formatted(
                          d.substring(0, 4),
                          d.substring(4, 6),
                          d.substring(6, 8),
                          d.substring(8, 10),
                          d.substring(10, 12)),
                  null),
              false);
      return true;
    }
    return false;
  }

  private static Date date(String text, String day, Matcher matcher, int clock) {
    String offset = matcher.group(clock + 1);
    return new Date(text, instant(day + "T" + matcher.group(clock), offset), false);
  }

  private static @Nullable Instant instant(String time, @Nullable String offset) {
    try {
      return offset == null || offset.equals("UTC")
          ? LocalDateTime.parse(time).toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(time + offset).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Looks whether a report has begun with the groups so far: the last of them is a time.
   *
   * @param following group; null = none in this report
   */
  private void begun(@Nullable String following) {
    int time = groups.size() - 1;
    if (time < 1
        || !Character.isDigit(groups.get(time).charAt(0))
        || !TIME.matcher(groups.get(time)).matches()) {
      return;
    }
    int station = time - 1;
    while (station > 0 && CORRECTION.matcher(groups.get(station)).matches()) {
      station--;
    }
    if (!STATION.matcher(groups.get(station)).matches()) {
      return;
    }
    int start = station;
    while (start > 0 && opens(groups.get(start - 1))) {
      start--;
    }
    boolean follows = following != null && FOLLOWS.matcher(following).matches();
    boolean stands = start == lineStart || start < station;
    boolean utc = groups.get(time).endsWith("Z");
    if (start > 0 && (utc ? stands || follows : stands && follows)) {
      split(start);
    }
  }

  private static boolean opens(String group) {
    return OPENING.contains(group) || CORRECTION.matcher(group).matches();
  }

  /** What stands before a place is a report of its own. */
  private void split(int start) {
    List<String> rest = List.copyOf(groups.subList(start, groups.size()));
    List<Long> restLines = List.copyOf(lines.subList(start, lines.size()));
    Date restDate = start > lineStart ? date : own == null ? near : own;
    int restLineStart = Math.max(0, lineStart - start);
    groups.subList(start, groups.size()).clear();
    lines.subList(start, lines.size()).clear();
    flush();
    date = restDate;
    groups.addAll(rest);
    lines.addAll(restLines);
    lineStart = restLineStart;
  }

  private void endLine() {
    List<String> here = groups.subList(lineStart, groups.size());
    if (!lineHasText) {
      flush();
    } else if (isHeading(here) || (lineStart == 0 && isNoise(here))) {
      forget();
      bulletin = MetarReport.Kind.UNKNOWN;
    } else if (isKind(here)) {
      MetarReport.Kind kind = MetarReport.Kind.valueOf(here.get(0));
      forget();
      bulletin = kind;
    }
    if (own != null && !lineHasGroups) {
      near = own;
    }
    own = null;
    lineHasText = false;
    lineHasGroups = false;
    lineStart = groups.size();
  }

  private static boolean isHeading(List<String> groups) {
    return (groups.size() == 3 || groups.size() == 4)
        && HEADING.matcher(String.join(" ", groups)).matches();
  }

  private static boolean isNoise(List<String> groups) {
    return (groups.size() == 1 && NOISE.matcher(groups.get(0)).matches())
        || (!groups.isEmpty() && groups.get(0).equals("ZCZC"));
  }

  private static boolean isKind(List<String> groups) {
    return !groups.isEmpty()
        && KINDS.contains(groups.get(0))
        && (groups.size() == 1 || (groups.size() == 2 && groups.get(1).equals("COR")));
  }

  /** This line is none of a report. */
  private void forget() {
    groups.subList(lineStart, groups.size()).clear();
    lines.subList(lineStart, lines.size()).clear();
    flush();
  }

  private void flush() {
    if (!groups.isEmpty() && !isHeading(groups) && !isNoise(groups)) {
      Date of = date;
      found.add(
          new Found(
              lines.get(0),
              of == null ? null : of.text,
              of == null ? null : of.time,
              bulletin,
              List.copyOf(groups.subList(0, Math.min(groups.size(), MOST_GROUPS)))));
    }
    groups.clear();
    lines.clear();
    lineStart = 0;
  }
}
