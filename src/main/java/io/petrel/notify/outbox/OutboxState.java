package io.petrel.notify.outbox;

import java.util.List;

/**
 * All that is remembered about one recipient; the alerts' bodies are kept beside.
 *
 * @param nextNumber of the next entry or mail
 * @param counted mails that count for the limit
 * @param leftOut alerts that were too many to wait, for the next digest to count
 */
public record OutboxState(
    long nextNumber,
    List<Entry> entries,
    List<Mail> mails,
    List<Told> told,
    List<Counted> counted,
    long leftOut) {
  public static final OutboxState EMPTY =
      new OutboxState(1, List.of(), List.of(), List.of(), List.of(), 0);

  public OutboxState {
    entries = List.copyOf(entries);
    mails = List.copyOf(mails);
    told = List.copyOf(told);
    counted = List.copyOf(counted);
  }

  /** A mail of a subscription with a limit, in the last hour. */
  record Counted(String subscription, long millis) {}

  /** Whether there is nothing to remember. */
  public boolean isEmpty() {
    return entries.isEmpty()
        && mails.isEmpty()
        && told.isEmpty()
        && counted.isEmpty()
        && leftOut == 0;
  }
}
