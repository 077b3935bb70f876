package io.petrel.notify.outbox;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.notify.subscription.HoldCause;
import io.petrel.notify.subscription.HoldDecision;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The policy for one recipient. Alerts come as entries; {@link #release} makes mails of those that
 * may go; {@link #next} names the one to try. Whoever was told of a beginning is told of the end
 * and of what corrects it, whatever the limit or silence. What is withdrawn before it was told is
 * never told. Not thread-safe; made for one step and dropped.
 */
public final class Outbox {
  /** A record of an incident that is over may come twice within this time. */
  private static final Duration REMEMBER_ENDED = Duration.ofDays(2);

  /** An incident whose end never comes is forgotten at last. */
  private static final Duration REMEMBER_OPEN = Duration.ofDays(60);

  /** How long an alert waits for a subscription that is not known here yet. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Pause after a mail's connection broke for the first time. */
  private static final Duration SOON = Duration.ofSeconds(1);

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
   * @param mayHaveLeft whether the server may have a mail that is still listed here
   */
  public EnqueueResult arrive(
      Alert alert,
      @Nullable String wantedBy,
      Subscriptions all,
      Instant now,
      Predicate<Mail> mayHaveLeft) {
    ToldIncident known = told.find(alert.incidentId());
    List<Entry> pending = of(alert.incidentId());
    boolean seen = known != null && alert.sequence() <= known.lastSequence();
    if (seen || pending.stream().anyMatch(e -> e.sequence() >= alert.sequence())) {
      return EnqueueResult.not(Arrival.DUPLICATE);
    }
    if (alert.reason() == Reason.WITHDRAWN && isUntold(known, pending, mayHaveLeft)) {
      pending.forEach(this::drop);
      return EnqueueResult.not(Arrival.WITHDRAWN_UNTOLD);
    }
    if (alert.reason() == Reason.CORRECTED && known == null && wantedBy == null) {
      // Of what waits, nothing that anybody wants is true.
      pending.forEach(this::drop);
      return EnqueueResult.not(Arrival.NOT_WANTED);
    }
    if (wantedBy != null && all.find(wantedBy, recipient).isEmpty()) {
      // A change of the subscriptions came to the sender of this first. It will be here soon.
      return add(alert, wantedBy, new HoldDecision(now.plus(GRACE), null), known != null, now);
    }
    List<Subscription> subscriptions = lookup.of(alert, wantedBy, known, pending, all);
    if (subscriptions.isEmpty()) {
      return EnqueueResult.not(Arrival.NOT_WANTED);
    }
    return alert.isEnd()
        ? arriveEnd(alert, subscriptions, known, pending, now)
        : arriveNews(alert, subscriptions, known, pending, now);
  }

  /** Whether the reader got nothing about the incident; mails that have not left are called off. */
  private boolean isUntold(
      @Nullable ToldIncident known, List<Entry> pending, Predicate<Mail> mayHaveLeft) {
    if (known == null) {
      return !pending.isEmpty();
    }
    List<Mail> unsent =
        mails.stream()
            .filter(mail -> mail.incidents().equals(List.of(known.incident())))
            .filter(mail -> mail.attempts() == 0 && !mayHaveLeft.test(mail))
            .toList();
    if (!unsent.stream().map(Mail::messageId).toList().containsAll(known.messageIds())) {
      return false;
    }
    unsent.forEach(this::done);
    told.remove(known);
    return true;
  }

  private EnqueueResult arriveEnd(
      Alert alert,
      List<Subscription> subscriptions,
      @Nullable ToldIncident known,
      List<Entry> pending,
      Instant now) {
    if (known != null) {
      // What was held back about it is old now: the end says all.
      pending.forEach(this::drop);
      Subscription soonest =
          soonest(subscriptions, subscription -> HoldDecision.ofOwed(subscription, now));
      return add(alert, soonest.name(), HoldDecision.ofOwed(soonest, now), true, now);
    }
    if (pending.isEmpty()) {
      return EnqueueResult.not(Arrival.NEVER_TOLD);
    }
    if (pending.stream().allMatch(e -> e.cause() == HoldCause.MUTE)) {
      pending.forEach(this::drop);
      return EnqueueResult.not(Arrival.OVER_WHILE_MUTED);
    }
    Entry first = Collections.min(pending, Comparator.comparingLong(Entry::dueMillis));
    HoldDecision together =
        new HoldDecision(Instant.ofEpochMilli(first.dueMillis()), first.cause());
    return add(alert, first.subscription(), together, false, now);
  }

  private EnqueueResult arriveNews(
      Alert alert,
      List<Subscription> subscriptions,
      @Nullable ToldIncident known,
      List<Entry> pending,
      Instant now) {
    boolean first = known == null && pending.isEmpty();
    boolean owed = known != null && alert.isOwed();
    Severity severity = alert.message().severity();
    Function<Subscription, HoldDecision> holds =
        each ->
            owed
                ? HoldDecision.ofOwed(each, now)
                : HoldDecision.onArrival(each, severity, first, now);
    Subscription subscription = soonest(subscriptions, holds);
    HoldDecision hold = holds.apply(subscription);
    Optional<Entry> waiting =
        entries.stream()
            .filter(e -> e.cause() == HoldCause.WAIT && e.dueMillis() > now.toEpochMilli())
            .filter(e -> e.subscription().equals(subscription.name()))
            .findFirst();
    boolean joins = hold.cause() == HoldCause.WAIT || (hold.cause() == null && known == null);
    if (joins && waiting.isPresent()) {
      hold = new HoldDecision(Instant.ofEpochMilli(waiting.get().dueMillis()), HoldCause.WAIT);
    }
    // A newer record says all that the older ones of its incident would, unless these go before it:
    // what another subscription of the reader holds longer makes no alarm late.
    long dueMillis = hold.until().toEpochMilli();
    pending.stream()
        .filter(e -> e.dueMillis() >= dueMillis || e.subscription().equals(subscription.name()))
        .forEach(this::drop);
    return add(alert, subscription.name(), hold, owed, now);
  }

  /** Of several subscriptions of the reader, the first of those that let it out soonest. */
  private static Subscription soonest(
      List<Subscription> subscriptions, Function<Subscription, HoldDecision> hold) {
    return Collections.min(
        subscriptions, Comparator.comparing(subscription -> hold.apply(subscription).until()));
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
            exempt && alert.isOwed(),
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
    mails.replaceAll(mail -> unlessSilent(mail, all, now));
    told.forget(now);
    releases.forget(now);
    entries.stream().filter(this::isToldAlready).toList().forEach(this::drop);
    int limited = 0;
    Set<String> names = new HashSet<>();
    for (Entry entry : List.copyOf(entries)) {
      if (!hasRoom(now)) {
        break;
      }
      if (entry.dueMillis() <= now.toEpochMilli() && names.add(entry.subscription())) {
        limited += releaseOf(entry.subscription(), all, now);
      }
    }
    mails.stream()
        .filter(mail -> mail.isSilent(now.toEpochMilli()) && isOver(mail))
        .toList()
        .forEach(this::done);
    return limited;
  }

  private int releaseOf(String name, Subscriptions all, Instant now) {
    Predicate<Entry> due =
        e -> e.subscription().equals(name) && e.dueMillis() <= now.toEpochMilli();
    if (lookup.current(name, all).isEmpty()) {
      // The recipient left: stop means stop, but for the end of what was told.
      entries.stream()
          .filter(due)
          .filter(e -> !(e.exempt() && e.end()))
          .toList()
          .forEach(this::drop);
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

  /** Whether newer news of the incident went before it, under another subscription. */
  private boolean isToldAlready(Entry entry) {
    ToldIncident known = told.find(entry.incident());
    return known != null && known.lastSequence() >= entry.sequence();
  }

  /** Holds a mail that was decided before its reader's silence and could not leave till now. */
  private Mail unlessSilent(Mail mail, Subscriptions all, Instant now) {
    return mail.exempt() || mail.nextAttemptMillis() > now.toEpochMilli()
        ? mail
        : lookup
            .current(mail.subscription(), all)
            .flatMap(subscription -> HoldDecision.silence(subscription, mail.severity(), now))
            .map(hold -> mail.silentUntil(hold.until().toEpochMilli()))
            .orElse(mail);
  }

  /**
   * Whether the reader, who knows the incident, gets its end or a correction now: that says all.
   */
  private boolean isOver(Mail held) {
    return !held.digest()
        && !held.references().isEmpty()
        && mails.stream()
            .filter(Mail::exempt)
            .anyMatch(end -> end.incidents().containsAll(held.incidents()));
  }

  /**
   * Whether one more mail may be decided: fewer than the window are open; or all of these were
   * tried and put off, and the last was decided a while ago. So a recipient whom some mails do not
   * reach gets the others, and one whom none reaches has few more than the window.
   */
  private boolean hasRoom(Instant now) {
    return roomMillis(now) <= now.toEpochMilli();
  }

  private long roomMillis(Instant now) {
    List<Mail> open = mails.stream().filter(m -> !m.isSilent(now.toEpochMilli())).toList();
    int beyond = open.size() - window;
    if (beyond < 0) {
      return Long.MIN_VALUE;
    }
    return open.stream().anyMatch(mail -> mail.attempts() == 0)
        ? Long.MAX_VALUE
        : open.get(open.size() - 1).releasedMillis()
            + (beyond + 1) * terms.longestRetry().toMillis();
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
      } else if (hasRoom(now)) {
        free -= entry.exempt() ? 0 : 1;
        releaseSingle(entry, subscription, now);
      }
    }
    return limited;
  }

  private void releaseSingle(Entry entry, Subscription subscription, Instant now) {
    var unused = single(entry, now);
    if (!entry.exempt()) {
      releases.count(subscription, now);
    }
  }

  private Mail single(Entry entry, Instant now) {
    String id = MessageIds.of(entry.incident(), entry.sequence(), recipient, domain);
    return decide(List.of(entry), false, Set.of(), 0, id, told.thread(entry.incident()), now);
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
    var unused =
        decide(listed, true, causes, leftOut + ready.size() - listed.size(), id, List.of(), now);
    leftOut = 0;
    ready.stream().filter(entry -> !listed.contains(entry)).forEach(this::drop);
    releases.count(subscription, now);
  }

  private Mail decide(
      List<Entry> content,
      boolean digest,
      Set<HoldCause> causes,
      long leftOut,
      String id,
      List<String> references,
      Instant now) {
    long due = content.stream().mapToLong(Entry::dueMillis).min().orElseThrow();
    Mail mail =
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
            content.stream().map(Entry::severity).min(Comparator.naturalOrder()).orElseThrow(),
            content.stream().anyMatch(Entry::exempt),
            due,
            now.toEpochMilli(),
            0,
            now.toEpochMilli());
    mails.add(mail);
    for (Entry entry : content) {
      Duration remember = entry.end() ? REMEMBER_ENDED : REMEMBER_OPEN;
      told.add(entry, id, now.plus(remember));
      entries.remove(entry);
    }
    return mail;
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
   * @param broken whether the connection broke; the first time it is tried again soon, for that may
   *     have been no fault of the mail
   * @return whether it is tried again; if not, it is done
   */
  public boolean failed(Mail mail, boolean broken, Instant now) {
    if (isTooOld(mail.releasedMillis(), now)) {
      done(mail);
      return false;
    }
    Duration pause =
        broken && mail.attempts() == 0 && SOON.compareTo(terms.firstRetry()) < 0
            ? SOON
            : retries.pause(mail.attempts() + 1, mail.messageId().hashCode());
    mails.replaceAll(
        m -> m.number() == mail.number() ? m.failedUntil(now.plus(pause).toEpochMilli()) : m);
    return true;
  }

  /**
   * Gives up what has waited too long for a server that is away: mails, and alerts that are not
   * even decided, each as a mail of its own.
   *
   * @return what is given up, oldest first
   */
  public List<Mail> expire(Instant now) {
    List<Mail> old = new ArrayList<>();
    mails.stream().filter(mail -> isTooOld(mail.releasedMillis(), now)).forEach(old::add);
    for (Entry entry : List.copyOf(entries)) {
      if (isTooOld(entry.dueMillis(), now)) {
        old.add(single(entry, now));
      }
    }
    old.forEach(this::done);
    return old;
  }

  private boolean isTooOld(long sinceMillis, Instant now) {
    return now.toEpochMilli() - sinceMillis > terms.giveUpAfter().toMillis();
  }

  /** When something may be released or tried; {@link Long#MAX_VALUE} = nothing is left to do. */
  public long nextMillis(Instant now) {
    long next = Long.MAX_VALUE;
    long room = roomMillis(now);
    if (room < Long.MAX_VALUE) {
      long due = entries.stream().mapToLong(Entry::dueMillis).min().orElse(next);
      next = Math.max(due, room);
    }
    long attempt = mails.stream().mapToLong(Mail::nextAttemptMillis).min().orElse(next);
    return Math.min(next, attempt);
  }

  /** Since when the oldest alert waits that nothing but the server holds; MAX_VALUE = none. */
  public long oldestWaitingMillis(Instant now) {
    return LongStream.concat(
            mails.stream().mapToLong(Mail::dueMillis), entries.stream().mapToLong(Entry::dueMillis))
        .filter(due -> due <= now.toEpochMilli())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Alerts that wait for a mail. */
  public int waiting() {
    return entries.size();
  }
}
