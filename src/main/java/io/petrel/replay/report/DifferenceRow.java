package io.petrel.replay.report;

/**
 * A line about something that two sets of rules do not tell alike. Plain text, not escaped.
 *
 * @param kind added, removed, moved or changed
 * @param tone CSS class of the severity; empty for a mail
 * @param severity in words; empty for a mail
 * @param source rule, or subscription and address
 * @param text headline or subject
 * @param what is otherwise
 * @param number of the incident on the page; 0 = it is not there
 */
record DifferenceRow(
    String kind,
    String time,
    String tone,
    String severity,
    String source,
    String text,
    String what,
    int number) {
  boolean linked() {
    return number > 0;
  }
}
