package io.petrel.feed;

import io.petrel.feed.format.FeedRow.Rain;
import io.petrel.feed.format.RecentMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Turns sums over a period into rain since the station's report before, so that no rain counts
 * twice: what was told of the period before is taken off. Not thread-safe.
 */
final class RainLedger {
  private static final int STATIONS = 20_000;
  private static final int MOST_ENTRIES = 300;
  private static final long TOLERANCE = Duration.ofMinutes(10).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final RecentMap<Account> accounts = new RecentMap<>(STATIONS);

  /** Rain that was told. */
  private record Told(long time, double amount) {}

  private static final class Account {
    private final Deque<Told> told = new ArrayDeque<>();
    private long lastTime = Long.MIN_VALUE;
    private long lastRoutine = Long.MIN_VALUE;
  }

  /**
   * The rain since the report before.
   *
   * @param amount mm in the period that ends at {@code time}
   * @return NaN if it cannot be told: the report is older than the one before, or its period is
   *     longer than an hour and reaches back over reports that said nothing of rain
   */
  double sincePrevious(String station, long time, double amount, Rain rain) {
    Account account = account(station);
    account.told.removeIf(told -> told.time == time);
    if (time < account.lastTime) {
      return Double.NaN;
    }
    long start = start(time, rain, account);
    boolean reachesBack = account.lastTime > start + TOLERANCE && account.lastTime < time;
    if (time - start > HOUR + TOLERANCE && reachesBack) {
      return Double.NaN;
    }
    double before =
        account.told.stream().filter(t -> t.time > start).mapToDouble(Told::amount).sum();
    double since = Math.max(0, Math.rint((amount - before) * 1000) / 1000);
    if (since > 0) {
      account.told.addLast(new Told(time, since));
      if (account.told.size() > MOST_ENTRIES) {
        account.told.removeFirst();
      }
    }
    return since;
  }

  /** To be called after each report, whether it said something of rain or not. */
  void reported(String station, long time, Rain rain) {
    Account account = account(station);
    account.lastTime = Math.max(account.lastTime, time);
    if (rain.routine()) {
      account.lastRoutine = Math.max(account.lastRoutine, time);
    }
  }

  private static long start(long time, Rain rain, Account account) {
    long length = rain.length().toMillis();
    boolean routine =
        rain.sinceRoutine()
            && account.lastRoutine < time
            && account.lastRoutine >= time - length - TOLERANCE;
    return routine ? account.lastRoutine : time - length;
  }

  private Account account(String station) {
    Account account = accounts.get(station);
    if (account == null) {
      account = new Account();
      accounts.put(station, account);
    }
    return account;
  }
}
