package io.petrel.feed;

import io.petrel.feed.format.FeedRow.Rain;
import io.petrel.feed.format.RecentMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Turns sums over an hour at most, and counters, into rain since the station's report before, so
 * that no rain counts twice. Reports are first made known and then settled, in any order: what is
 * known of the times between counts, not the order of telling. Not thread-safe.
 */
final class RainLedger {
  private static final int STATIONS = 20_000;

  /** Reports of a station that are remembered after they were settled. */
  private static final int REMEMBERED = 64;

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long TOLERANCE = 10 * MINUTE;
  private static final long HOUR = 60 * MINUTE;

  /** Reports further apart have nothing to do with each other. */
  private static final long REACH = 2 * HOUR;

  private final RecentMap<Account> accounts = new RecentMap<>(STATIONS);

  /** What a report said, and what became of it. */
  private static final class Entry {
    private final long time;
    private final double amount;
    private final Rain rain;

    /** Where the rain of {@link #since} began. */
    private long start;

    private double since;
    private boolean settled;

    Entry(long time, double amount, Rain rain) {
      this.time = time;
      this.amount = amount;
      this.rain = rain;
    }

    private boolean hasRain() {
      return since > 0;
    }
  }

  private static final class Account {
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final Deque<Entry> settled = new ArrayDeque<>();

    /** Entries from this time on are to be worked out again, as one before them was made known. */
    private long staleFrom = Long.MAX_VALUE;
  }

  /**
   * Makes a report known, whether it says something of rain or not.
   *
   * @param amount mm that it says; NaN = nothing
   */
  void report(String station, long time, double amount, Rain rain) {
    Account account = accounts.get(station);
    if (account == null) {
      account = new Account();
      accounts.put(station, account);
    }
    account.entries.put(time, new Entry(time, amount, rain));
    account.staleFrom = Math.min(account.staleFrom, time);
  }

  /**
   * The rain since the report before, in mm. The report counts as told from now on.
   *
   * @param amount mm, as made known
   * @return NaN if it cannot be told: a later report that covers it was settled before, a counter
   *     has no value before it, or one that cannot be
   */
  double settle(String station, long time, double amount, Rain rain) {
    Account account = accounts.get(station);
    if (account == null) {
      return Double.NaN;
    }
    Entry known = account.entries.get(time);
    Entry entry = known != null && known.amount == amount ? known : new Entry(time, amount, rain);
    double since;
    if (Double.isNaN(amount)) {
      since = Double.NaN;
    } else if (rain.isCounter()) {
      since = counted(account.entries, entry);
      entry.since = since;
    } else {
      workOut(account, time);
      workOut(account.entries, entry);
      since = entry.hasRain() && wasTold(account, entry) ? Double.NaN : entry.since;
      entry.since = Double.isNaN(since) ? 0 : since;
    }
    if (known != null && !known.settled) {
      known.settled = true;
      account.settled.addLast(known);
      forget(account);
    }
    return since;
  }

  /** Forgets what was settled long ago, unless a report near it is still to be settled. */
  private static void forget(Account account) {
    for (int i = 0; i < 2 && account.settled.size() > REMEMBERED; i++) {
      Entry oldest = account.settled.removeFirst();
      boolean needed =
          account
              .entries
              .subMap(oldest.time - REACH, true, oldest.time + REACH, true)
              .values()
              .stream()
              .anyMatch(near -> !near.settled);
      if (needed) {
        account.settled.addLast(oldest);
      } else {
        account.entries.remove(oldest.time, oldest);
      }
    }
  }

  /** Works out all up to a time that is stale, the earliest first. */
  private static void workOut(Account account, long to) {
    if (account.staleFrom > to) {
      return;
    }
    for (Entry entry : account.entries.subMap(account.staleFrom, true, to, true).values()) {
      if (!entry.settled) {
        workOut(account.entries, entry);
      }
    }
    account.staleFrom = to + 1;
  }

  /** What of a sum the reports within its period did not tell. */
  private static void workOut(NavigableMap<Long, Entry> entries, Entry entry) {
    long start = start(entries, entry);
    Map.Entry<Long, Entry> before = entries.lowerEntry(entry.time);
    entry.start = before == null ? start : Math.max(start, before.getKey());
    entry.since = Double.isNaN(entry.amount) ? 0 : entry.amount;
    if (entry.since > 0) {
      for (Entry other : entries.subMap(start, false, entry.time, false).values()) {
        // What began before counts where most of it fell.
        if (other.hasRain() && (other.start + other.time) / 2 >= start) {
          entry.since -= other.since;
        }
      }
      entry.since = Math.max(0, Math.rint(entry.since * 1000) / 1000);
    }
  }

  /** Whether a later report, settled before this one was known, holds its rain. */
  private static boolean wasTold(Account account, Entry entry) {
    long middle = (entry.start + entry.time) / 2;
    long latest = entry.time + HOUR + TOLERANCE;
    return account.entries.subMap(entry.time, false, latest, true).values().stream()
        .anyMatch(later -> later.settled && later.hasRain() && later.start < middle);
  }

  /** Where the period of a report's sum began. */
  private static long start(NavigableMap<Long, Entry> entries, Entry entry) {
    long length = entry.rain.length().toMillis();
    if (entry.rain.sinceRoutine()) {
      long earliest = entry.time - length - TOLERANCE;
      for (Entry before :
          entries.subMap(earliest, true, entry.time, false).descendingMap().values()) {
        if (before.rain.routine()) {
          return before.time;
        }
      }
    }
    return entry.time - length;
  }

  /**
   * The rise of a counter since the value before it. The counter may begin again from zero at any
   * time; a value that departs from both its neighbours is a fault of the packet, and neither it
   * nor what it seems to say counts.
   */
  private static double counted(NavigableMap<Long, Entry> entries, Entry entry) {
    double base = Double.NaN;
    long baseTime = 0;
    long from = entry.time;
    for (Map.Entry<Long, Entry> before = entries.lowerEntry(from);
        before != null && entry.time - before.getKey() <= REACH;
        before = entries.lowerEntry(from)) {
      from = before.getKey();
    }
    double since = Double.NaN;
    for (Entry e : entries.subMap(from, true, entry.time, true).values()) {
      double value = e.time == entry.time ? entry.amount : e.amount;
      if (Double.isNaN(value)) {
        continue;
      }
      double next = after(entries, e.time);
      since = Double.NaN;
      if (Double.isNaN(base) || !isFalse(base, value, next, e.time - baseTime)) {
        since = Double.isNaN(base) ? Double.NaN : rise(base, value, e.time - baseTime);
        base = value;
        baseTime = e.time;
      }
    }
    return since;
  }

  private static double after(NavigableMap<Long, Entry> entries, long time) {
    for (Entry entry : entries.tailMap(time, false).values()) {
      if (!Double.isNaN(entry.amount)) {
        return entry.amount;
      }
    }
    return Double.NaN;
  }

  /** Whether the value between two others of a counter cannot be: it went and came back. */
  private static boolean isFalse(double before, double value, double next, long millis) {
    boolean up = value > before && next < value && next >= before;
    boolean down = value < before && next >= before;
    return (next == before && ((up && before > 0) || down))
        || ((up || down) && !isLittle(next, millis))
        || (value > before && value - before > mostRain(millis));
  }

  /** NaN if it is over more than an hour, or not to be believed after a fall. */
  private static double rise(double before, double value, long millis) {
    if (millis > HOUR + TOLERANCE) {
      return Double.NaN;
    }
    if (value >= before) {
      return Math.rint((value - before) * 1000) / 1000;
    }
    double minutes = (double) millis / MINUTE;
    boolean wavers = before - value <= 0.3;
    return wavers ? 0 : value <= 0.5 + minutes ? value : Double.NaN;
  }

  /** What may have fallen since a counter began again, where that is in doubt: 5 mm, 1 mm/min. */
  private static boolean isLittle(double amount, long millis) {
    return amount <= Math.min(5, 0.5 + (double) millis / MINUTE);
  }

  /** More has never been measured: about 500 mm times the root of the hours (WMO records). */
  private static double mostRain(long millis) {
    return 500 * Math.sqrt((double) millis / HOUR);
  }
}
