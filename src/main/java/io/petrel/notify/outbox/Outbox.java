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
 * The policy for one recipient. Alerts come as entries; {@link #release} makes mails of those that
 * may go; {@link #next} names the one to try. Whoever was told of a beginning is told of the end,
 * whatever the limit or silence. Not thread-safe; made for one step and dropped.
 */
public final class Outbox {
  /** A record of an incident that is over may come twice within this time. */
  private static final Duration REMEMBER_ENDED = Duration.ofDays(2);

  /** An incident whose end never comes is forgotten at last. */
  private static final Duration REMEMBER_OPEN = Duration.ofDays(60);

  /** How long an alert waits for a subscription that is not known here yet. */
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
   * An outbox as it was left.
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

  /** What to remember. */
  public OutboxState state() {
    return new OutboxState(nextNumber, entries, mails, told.list(), releases.list(), leftOut);
  }

  /** Numbers of the alerts that no mail needs any more. */
  public List<Long> dropped() {
    return List.copyOf(dropped);
  }

  /**
   * Takes an alert.
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
      // A change of the subscriptions came to the sender of this first. It will be here soon.
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
      // What was held back about it is old now: the end says all.
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
    // A newer record says all that the older ones of its incident would.
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
    thinOut();
    Arrival arrival = hold.until().isAfter(now) ? Arrival.HELD : Arrival.QUEUED;
    return EnqueueResult.as(arrival, number);
  }

  /**
   * Bounds what waits for one recipient in a long outage: more than a few digests could list is
   * counted only. The worst stay, and ends of what was told.
   */
  private void thinOut() {
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
   * Decides mails from the entries that may go now.
   *
   * @param serverAway decides one at a time, to try with: what waits meanwhile can come together
   * @return how many alerts the limit holds from now on
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
      // The recipient left: stop means stop, but for the end of what was told.
      entries.stream().filter(due).filter(e -> !e.exempt()).toList().forEach(this::drop);
    }
    Subscription subscription = lookup.forEnd(name, all);
    entries.replaceAll(e -> due.test(e) ? unlessSilent(e, subscription, now) : e);
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

  private Entry unlessSilent(Entry entry, Subscription subscription, Instant now) {
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
      told.tell(entry, id, now.plus(remember));
      entries.remove(entry);
    }
  }

  private boolean isLate(Entry entry, Instant now) {
    return now.toEpochMilli() - entry.dueMillis() > terms.staleAfter().toMillis();
  }

  /**
   * The mail to try now: the oldest that may go, behind no other about the same incident.
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

  /** Numbers of the mails that are decided and not yet taken. */
  public List<Long> open() {
    return mails.stream().map(Mail::number).toList();
  }

  /** The server took it, or refused it for good: it is done. */
  public void done(Mail mail) {
    mails.remove(mail);
    dropped.addAll(mail.entries());
  }

  /**
   * It failed for now.
   *
   * @return whether it is tried again; if not, it is done
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

  /** When something may be released or tried; {@link Long#MAX_VALUE} = nothing is left to do. */
  public long nextMillis() {
    long next = Long.MAX_VALUE;
    if (mails.size() < window) {
      next = entries.stream().mapToLong(Entry::dueMillis).min().orElse(next);
    }
    long attempt = mails.stream().mapToLong(Mail::nextAttemptMillis).min().orElse(next);
    return Math.min(next, attempt);
  }

  /** Since when the oldest alert waits that nothing but the server holds; MAX_VALUE = none. */
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
