package io.petrel.notify.outbox;

import io.petrel.alert.Alert;
import io.petrel.notify.subscription.HoldCause;
import io.petrel.notify.subscription.HoldDecision;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The policy for one recipient. Alerts become entries; {@link #release} puts the due ones into
 * mails; {@link #next} returns the mail to try. Whoever got a mail about a beginning gets one about
 * the end, whatever the limit, quiet hours or mute. Not thread-safe; created for one step and
 * dropped.
 */
public final class Outbox {
  /** A record of an ended incident may arrive twice within this time. */
  private static final Duration REMEMBER_ENDED = Duration.ofDays(2);

  /** An incident without an end is forgotten after this time. */
  private static final Duration REMEMBER_OPEN = Duration.ofDays(60);

  /** How long an alert waits for a subscription that has not arrived here yet. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int DIGESTS_WAITING = 10;

  private final String recipient;
  private final SubscriptionLookup lookup;
  private final DeliveryTerms terms;
  private final RetrySchedule retries;
  private final String domain;
  private final List<Entry> entries;
  private final List<Mail> mails;
  private final ToldIncidents told;
  private final RateLimitWindow releases;
  private final List<Long> dropped = new ArrayList<>();
  private int window;
  private long nextNumber;
  private long leftOut;

  /**
   * Restores an outbox.
   *
   * @param recipient key of the address
   * @param domain right side of Message-IDs
   */
  public Outbox(OutboxState state, String recipient, DeliveryTerms terms, String domain) {
    this.recipient = recipient;
    this.lookup = new SubscriptionLookup(recipient);
    this.terms = terms;
    this.retries = new RetrySchedule(terms.firstRetry(), terms.longestRetry());
    this.domain = domain;
    this.window = terms.window();
    this.entries = new ArrayList<>(state.entries());
    this.mails = new ArrayList<>(state.mails());
    this.told = new ToldIncidents(state.told());
    this.releases = new RateLimitWindow(state.counted());
    this.nextNumber = state.nextNumber();
    this.leftOut = state.leftOut();
  }

  /** The state to keep. */
  public OutboxState state() {
    return new OutboxState(nextNumber, entries, mails, told.list(), releases.list(), leftOut);
  }

  /** Numbers of the alerts that are no longer needed. */
  public List<Long> dropped() {
    return List.copyOf(dropped);
  }

  /**
   * Adds an alert.
   *
   * @param wantedBy name of the subscription that wants it; null when none does
   */
  public EnqueueResult arrive(
      Alert alert, @Nullable String wantedBy, Subscriptions all, Instant now) {
    ToldIncident known = told.find(alert.incidentId());
    List<Entry> pending = of(alert.incidentId());
    boolean seen = known != null && (known.ended() || alert.sequence() <= known.lastSequence());
    if (seen || pending.stream().anyMatch(e -> e.sequence() >= alert.sequence())) {
      return EnqueueResult.not(Arrival.DUPLICATE);
    }
    if (wantedBy != null && all.find(wantedBy, recipient).isEmpty()) {
      // The sender of this already has a change of the subscriptions that will arrive here soon.
      return add(alert, wantedBy, new HoldDecision(now.plus(GRACE), null), known != null, now);
    }
    Optional<Subscription> subscription = lookup.of(alert, wantedBy, known, pending, all);
    if (subscription.isEmpty()) {
      return EnqueueResult.not(Arrival.NOT_WANTED);
    }
    return alert.isEnd()
        ? arriveEnd(alert, subscription.get(), known, pending, now)
        : arriveNews(alert, subscription.get(), known, pending, now);
  }

  private EnqueueResult arriveEnd(
      Alert alert,
      Subscription subscription,
      @Nullable ToldIncident known,
      List<Entry> pending,
      Instant now) {
    if (known != null) {
      // The end replaces all earlier records that are still held.
      pending.forEach(this::drop);
      return add(alert, subscription.name(), HoldDecision.ofEnd(subscription, now), true, now);
    }
    if (pending.isEmpty()) {
      return EnqueueResult.not(Arrival.NEVER_TOLD);
    }
    if (pending.stream().allMatch(e -> e.cause() == HoldCause.MUTE)) {
      pending.forEach(this::drop);
      return EnqueueResult.not(Arrival.OVER_WHILE_MUTED);
    }
    Entry first = pending.get(0);
    HoldDecision together =
        new HoldDecision(Instant.ofEpochMilli(first.dueMillis()), first.cause());
    return add(alert, subscription.name(), together, false, now);
  }

  private EnqueueResult arriveNews(
      Alert alert,
      Subscription subscription,
      @Nullable ToldIncident known,
      List<Entry> pending,
      Instant now) {
    boolean first = known == null && pending.isEmpty();
    HoldDecision hold =
        HoldDecision.onArrival(subscription, alert.message().severity(), first, now);
    Optional<Entry> waiting =
        entries.stream()
            .filter(e -> e.cause() == HoldCause.WAIT && e.dueMillis() > now.toEpochMilli())
            .filter(e -> e.subscription().equals(subscription.name()))
            .findFirst();
    boolean joins = hold.cause() == HoldCause.WAIT || (hold.cause() == null && known == null);
    if (joins && waiting.isPresent()) {
      hold = new HoldDecision(Instant.ofEpochMilli(waiting.get().dueMillis()), HoldCause.WAIT);
    }
    // A newer record replaces the older ones of its incident.
    pending.forEach(this::drop);
    return add(alert, subscription.name(), hold, false, now);
  }

  private EnqueueResult add(
      Alert alert, String subscription, HoldDecision hold, boolean exempt, Instant now) {
    long number = nextNumber++;
    entries.add(
        new Entry(
            number,
            alert.incidentId(),
            alert.sequence(),
            subscription,
            alert.message().severity(),
            alert.isEnd(),
            exempt && alert.isEnd(),
            hold.until().toEpochMilli(),
            hold.cause()));
    dropLeastSevere();
    Arrival arrival = hold.until().isAfter(now) ? Arrival.HELD : Arrival.QUEUED;
    return EnqueueResult.as(arrival, number);
  }

  /**
   * Limits what waits for one recipient in a long outage to the content of a few digests; the rest
   * is only counted. Keeps the most severe, and ends of mailed incidents.
   */
  private void dropLeastSevere() {
    int most = DIGESTS_WAITING * terms.mostInDigest();
    if (entries.size() > most) {
      List<Entry> kept = MostSevereFirst.of(entries, most - terms.mostInDigest());
      List<Entry> gone = entries.stream().filter(e -> !kept.contains(e)).toList();
      leftOut += gone.size();
      gone.forEach(this::drop);
    }
  }

  private List<Entry> of(String incident) {
    return entries.stream().filter(e -> e.incident().equals(incident)).toList();
  }

  private void drop(Entry entry) {
    entries.remove(entry);
    dropped.add(entry.number());
  }

  /**
   * Puts the entries that are due into mails.
   *
   * @param serverAway decides one mail at a time, to probe with: the rest can come in one mail
   *     later
   * @return how many more alerts the limit now holds
   */
  public int release(Subscriptions all, Instant now, boolean serverAway) {
    window = serverAway ? 1 : terms.window();
    told.forget(now);
    releases.forget(now);
    int limited = 0;
    Set<String> names = new HashSet<>();
    for (Entry entry : List.copyOf(entries)) {
      if (mails.size() >= window) {
        break;
      }
      if (entry.dueMillis() <= now.toEpochMilli() && names.add(entry.subscription())) {
        limited += releaseOf(entry.subscription(), all, now);
      }
    }
    return limited;
  }

  private int releaseOf(String name, Subscriptions all, Instant now) {
    Predicate<Entry> due =
        e -> e.subscription().equals(name) && e.dueMillis() <= now.toEpochMilli();
    if (lookup.current(name, all).isEmpty()) {
      // The recipient has unsubscribed: only ends of mailed incidents are still sent.
      entries.stream().filter(due).filter(e -> !e.exempt()).toList().forEach(this::drop);
    }
    Subscription subscription = lookup.forEnd(name, all);
    entries.replaceAll(e -> due.test(e) ? heldByQuietHours(e, subscription, now) : e);
    List<Entry> ready = entries.stream().filter(due).toList();
    boolean together =
        ready.size() > 1 && ready.stream().anyMatch(e -> e.cause() != null || isLate(e, now));
    int free = releases.free(subscription, now);
    if (together && (free > 0 || ready.stream().allMatch(Entry::exempt))) {
      releaseDigest(ready, subscription, now);
      return 0;
    }
    return releaseSingles(ready, subscription, free, now);
  }

  private Entry heldByQuietHours(Entry entry, Subscription subscription, Instant now) {
    if (entry.exempt()) {
      return entry;
    }
    return HoldDecision.silence(subscription, entry.severity(), now)
        .map(hold -> entry.heldUntil(hold.until().toEpochMilli(), hold.cause()))
        .orElse(entry);
  }

  private int releaseSingles(
      List<Entry> ready, Subscription subscription, int freeAtFirst, Instant now) {
    int free = freeAtFirst;
    int limited = 0;
    for (Entry entry : ready) {
      if (!entry.exempt() && free <= 0) {
        long until = releases.freeAgain(subscription, now).toEpochMilli();
        entries.set(entries.indexOf(entry), entry.heldUntil(until, HoldCause.LIMIT));
        limited += entry.cause() == HoldCause.LIMIT ? 0 : 1;
      } else if (mails.size() < window) {
        free -= entry.exempt() ? 0 : 1;
        releaseSingle(entry, subscription, now);
      }
    }
    return limited;
  }

  private void releaseSingle(Entry entry, Subscription subscription, Instant now) {
    String id = MessageIds.of(entry.incident(), entry.sequence(), recipient, domain);
    decide(List.of(entry), false, Set.of(), 0, id, told.thread(entry.incident()), now);
    if (!entry.exempt()) {
      releases.count(subscription, now);
    }
  }

  private void releaseDigest(List<Entry> ready, Subscription subscription, Instant now) {
    List<Entry> listed = MostSevereFirst.of(ready, terms.mostInDigest());
    Set<HoldCause> causes = new HashSet<>();
    for (Entry entry : ready) {
      if (entry.cause() != null) {
        causes.add(entry.cause());
      }
      if (isLate(entry, now)) {
        causes.add(HoldCause.LATE);
      }
    }
    String id = MessageIds.ofDigest(listed.stream().map(Entry::record).toList(), recipient, domain);
    decide(listed, true, causes, leftOut + ready.size() - listed.size(), id, List.of(), now);
    leftOut = 0;
    ready.stream().filter(entry -> !listed.contains(entry)).forEach(this::drop);
    releases.count(subscription, now);
  }

  private void decide(
      List<Entry> content,
      boolean digest,
      Set<HoldCause> causes,
      long leftOut,
      String id,
      List<String> references,
      Instant now) {
    long due = content.stream().mapToLong(Entry::dueMillis).min().orElseThrow();
    mails.add(
        new Mail(
            nextNumber++,
            content.stream().map(Entry::number).toList(),
            digest,
            causes,
            leftOut,
            id,
            references,
            content.get(0).subscription(),
            content.stream().map(Entry::incident).distinct().toList(),
            due,
            now.toEpochMilli(),
            0,
            now.toEpochMilli()));
    for (Entry entry : content) {
      Duration remember = entry.end() ? REMEMBER_ENDED : REMEMBER_OPEN;
      told.add(entry, id, now.plus(remember));
      entries.remove(entry);
    }
  }

  private boolean isLate(Entry entry, Instant now) {
    return now.toEpochMilli() - entry.dueMillis() > terms.staleAfter().toMillis();
  }

  /**
   * The mail to try now: the oldest that is due, unless an older one is about the same incident.
   *
   * @param mayGo whether a mail, by number, may be tried
   */
  public Optional<Mail> next(Instant now, LongPredicate mayGo) {
    Set<String> before = new HashSet<>();
    for (Mail mail : mails) {
      boolean first = mail.incidents().stream().noneMatch(before::contains);
      if (first && mail.nextAttemptMillis() <= now.toEpochMilli() && mayGo.test(mail.number())) {
        return Optional.of(mail);
      }
      before.addAll(mail.incidents());
    }
    return Optional.empty();
  }

  /** The mail of that number, if it is still to be sent. */
  public Optional<Mail> mail(long number) {
    return mails.stream().filter(mail -> mail.number() == number).findFirst();
  }

  /** Numbers of the mails that are decided and not yet accepted. */
  public List<Long> open() {
    return mails.stream().map(Mail::number).toList();
  }

  /** Removes a mail: the server accepted it, or rejected it for good. */
  public void done(Mail mail) {
    mails.remove(mail);
    dropped.addAll(mail.entries());
  }

  /**
   * Notes a temporary failure.
   *
   * @return whether it is tried again; if not, it is removed
   */
  public boolean failed(Mail mail, Instant now) {
    if (now.toEpochMilli() - mail.releasedMillis() > terms.giveUpAfter().toMillis()) {
      done(mail);
      return false;
    }
    Duration pause = retries.pause(mail.attempts() + 1, mail.messageId().hashCode());
    mails.replaceAll(
        m -> m.number() == mail.number() ? m.failedUntil(now.plus(pause).toEpochMilli()) : m);
    return true;
  }

  /** When the next entry or mail is due; {@link Long#MAX_VALUE} = there is none. */
  public long nextMillis() {
    long next = Long.MAX_VALUE;
    if (mails.size() < window) {
      next = entries.stream().mapToLong(Entry::dueMillis).min().orElse(next);
    }
    long attempt = mails.stream().mapToLong(Mail::nextAttemptMillis).min().orElse(next);
    return Math.min(next, attempt);
  }

  /** Since when the oldest alert waits that only the server holds back; MAX_VALUE = none. */
  public long oldestWaitingMillis(Instant now) {
    long inMails = mails.stream().mapToLong(Mail::dueMillis).min().orElse(Long.MAX_VALUE);
    long inEntries =
        entries.stream()
            .mapToLong(Entry::dueMillis)
            .filter(due -> due <= now.toEpochMilli())
            .min()
            .orElse(Long.MAX_VALUE);
    return Math.min(inMails, inEntries);
  }

  /** Alerts that wait for a mail. */
  public int waiting() {
    return entries.size();
  }
}
