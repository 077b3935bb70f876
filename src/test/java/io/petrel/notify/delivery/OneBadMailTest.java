package io.petrel.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.notify.Alerts;
import io.petrel.notify.DeliverySubtask;
import io.petrel.notify.NotificationsIT;
import io.petrel.notify.mail.SendResult;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.render.SampleMails;
import io.petrel.notify.subscription.SubscriptionSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The operator against a server that does anything, by its own clock: crashes, outages, recipients
 * and mails that fail in every way.
 */
class OneBadMailTest {
  private static final long TICK = 5_000;
  private static final long START = 1_000_000_000;
  private static final int CONNECTIONS = 4;
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final Duration HANG = Duration.ofSeconds(60);
  private static final Duration GIVE_UP = Duration.ofHours(2);
  private static final List<String> GOOD = List.of("good1@example.org", "good2@example.org");
  private static final List<String> BAD =
      List.of(
          "breaks@example.org",
          "hangs@example.org",
          "hangs2@example.org",
          "later@example.org",
          "refused@example.org",
          "silent-yes@example.org",
          "flaky@example.org",
          "poisoned@example.org");

  /**
   * Until a fresh mail to a good recipient is tried, when the server could be reached for long:
   * each bad one may be fresh, too, and hang once before it; and a decision waits for a checkpoint.
   */
  private static final Duration FRESH =
      HANG.multipliedBy((BAD.size() + GOOD.size()) / CONNECTIONS + 1).plusMillis(3 * TICK);

  private static final DeliveryTerms TERMS =
      new DeliveryTerms(
          DeliveryTerms.DEFAULT.firstRetry(),
          DeliveryTerms.DEFAULT.longestRetry(),
          GIVE_UP,
          DeliveryTerms.DEFAULT.staleAfter(),
          DeliveryTerms.DEFAULT.window(),
          DeliveryTerms.DEFAULT.mostInDigest());

  /** An alert may wait undecided, and then as a mail, each for that long, and a last pause. */
  private static final Duration LONGEST =
      GIVE_UP.multipliedBy(2).plus(TERMS.longestRetry().multipliedBy(2));

  /** What the server does to everybody. */
  private enum Phase {
    UP,
    AWAY,
    BREAKS
  }

  private record News(String recipient, String incident) {}

  private record Flight(
      long doneMillis, CompletableFuture<MailDispatcher.Attempt> future, SendResult result) {}

  private static final class Run {
    private final SplittableRandom random;
    private final SubscriptionSet subscriptions;
    private final List<Flight> flights = new ArrayList<>();
    private final Map<News, Long> arrived = new HashMap<>();
    private final Map<News, Long> tried = new HashMap<>();
    private final Map<News, Set<String>> ids = new HashMap<>();
    private final Set<News> settled = new HashSet<>();
    private final Set<String> recorded = new HashSet<>();
    private final List<News> sinceCheckpoint = new ArrayList<>();
    private Phase phase = Phase.UP;
    private long upSince = START - Duration.ofHours(1).toMillis();
    private long now = START;
    private long checkpoint;
    private @Nullable OperatorSubtaskState state;
    private DeliverySubtask subtask;

    Run(long seed) throws Exception {
      random = new SplittableRandom(seed);
      List<String> all = new ArrayList<>(GOOD);
      all.addAll(BAD);
      subscriptions = NotificationsIT.subscribers("true", all.toArray(new String[0]));
      subtask = open();
    }

    private DeliverySubtask open() throws Exception {
      SmtpSettings smtp = SmtpSettings.of("127.0.0.1", 9).withMaxConnections(CONNECTIONS);
      NotifySettings settings = NotifySettings.of(smtp, SampleMails.SENDER).withTerms(TERMS);
      Set<String> sent = Set.copyOf(recorded);
      DeliveryOperatorFactory factory =
          new DeliveryOperatorFactory(settings, subscriptions, since -> sent, this::dispatcher);
      DeliverySubtask opened = new DeliverySubtask(factory, 8, 1, 0, now);
      opened.open(state);
      return opened;
    }

    private MailDispatcher dispatcher(NotifySettings settings) {
      return new MailDispatcher(settings) {
        @Override
        CompletableFuture<Attempt> send(Job job) {
          return attempt(job);
        }
      };
    }

    private CompletableFuture<MailDispatcher.Attempt> attempt(MailDispatcher.Job job) {
      String recipient = job.envelope().recipient();
      List<News> news =
          job.alerts().stream().map(a -> new News(recipient, a.incidentId())).toList();
      boolean poison = job.alerts().stream().anyMatch(a -> a.incidentId().startsWith("poison"));
      if (phase != Phase.AWAY) {
        news.forEach(each -> tried.putIfAbsent(each, now));
      }
      news.forEach(
          each -> ids.computeIfAbsent(each, key -> new HashSet<>()).add(job.mail().messageId()));
      Duration time = recipient.startsWith("hangs") ? HANG : ANSWER;
      SendResult result = answer(recipient, poison);
      boolean taken =
          result instanceof SendResult.Sent
              || (recipient.startsWith("silent-yes") && result instanceof SendResult.Broken);
      if (taken) {
        settled.addAll(news);
      }
      CompletableFuture<MailDispatcher.Attempt> future = new CompletableFuture<>();
      flights.add(new Flight(now + time.toMillis(), future, result));
      return future;
    }

    private SendResult answer(String recipient, boolean poison) {
      SendResult broken = new SendResult.Broken("connection reset");
      if (phase == Phase.AWAY) {
        return new SendResult.NoServer("connection refused");
      }
      if (phase == Phase.BREAKS || poison) {
        return broken;
      }
      return switch (recipient.substring(0, recipient.indexOf('@'))) {
        case "breaks", "hangs", "hangs2", "silent-yes" -> broken;
        case "later" -> new SendResult.TryLater("450 later");
        case "refused" -> new SendResult.Refused(550, "who");
        case "flaky" ->
            switch (random.nextInt(4)) {
              case 0 -> broken;
              case 1 -> new SendResult.TryLater("451 busy");
              default -> new SendResult.Sent();
            };
        default -> new SendResult.Sent();
      };
    }

    private void arrive(News news) throws Exception {
      sinceCheckpoint.add(news);
      Alert alert = Alerts.renamed(SampleMails.fog(), news.incident());
      subtask.accept(news.recipient(), alert);
    }

    private void tick() throws Exception {
      now += TICK;
      subtask.time(now);
      for (Flight flight : List.copyOf(flights)) {
        if (flight.doneMillis() <= now) {
          flights.remove(flight);
          flight.future().complete(new MailDispatcher.Attempt(flight.result(), Map.of()));
        }
      }
      subtask.work();
      state = subtask.snapshot(++checkpoint);
      sinceCheckpoint.clear();
      subtask.complete(checkpoint);
      subtask.work();
      subtask.sent().forEach(mail -> recorded.add(mail.messageId()));
      subtask
          .undelivered()
          .forEach(
              mail -> mail.incidents().forEach(i -> settled.add(new News(mail.recipient(), i))));
      assertThat((Long) ((Gauge<?>) subtask.metric("mail_oldest_waiting_millis")).getValue())
          .as("longest wait")
          .isLessThanOrEqualTo(LONGEST.toMillis());
    }

    private void crash() throws Exception {
      subtask.close();
      flights.clear();
      subtask = open();
      for (News news : List.copyOf(sinceCheckpoint)) {
        arrive(news);
      }
    }

    private void change(Phase next) {
      if (next == Phase.UP && phase != Phase.UP) {
        upSince = now;
      }
      phase = next;
    }

    void storm() throws Exception {
      List<String> all = new ArrayList<>(GOOD);
      all.addAll(BAD);
      long settledPause = TERMS.longestRetry().multipliedBy(5).dividedBy(4).toMillis();
      Map<News, Long> promised = new HashMap<>();
      for (int i = 0; i < 2 * 720; i++) {
        if (random.nextInt(200) == 0) {
          change(Phase.values()[random.nextInt(3)]);
        } else if (phase != Phase.UP && random.nextInt(60) == 0) {
          change(Phase.UP);
        }
        if (random.nextInt(12) == 0) {
          String recipient = all.get(random.nextInt(all.size()));
          boolean poison = recipient.startsWith("poisoned") && random.nextInt(2) == 0;
          News news = new News(recipient, (poison ? "poison-" : "fog-") + i);
          arrived.put(news, now);
          if (GOOD.contains(recipient) && phase == Phase.UP && now - upSince > settledPause) {
            promised.put(news, now + FRESH.toMillis());
          }
          arrive(news);
        }
        if (random.nextInt(300) == 0) {
          crash();
        }
        if (phase != Phase.UP) {
          promised.clear();
        }
        tick();
        promised.keySet().removeAll(tried.keySet());
        assertThat(promised.values()).as("fresh mail of good recipients").allMatch(t -> t > now);
      }
      for (long end = now + LONGEST.toMillis(); now < end; ) {
        tick();
      }
      assertThat(settled).as("nothing is lost").containsAll(arrived.keySet());
      assertThat(ids.values()).as("nothing has two ids").allMatch(set -> set.size() == 1);
      subtask.close();
    }
  }

  @Test
  void whateverTheServerDoesGoodRecipientsAreServedAndNothingIsLost() throws Exception {
    long seed = Long.getLong("petrel.seed", 20261130);
    int cases = Integer.getInteger("petrel.cases", 5);
    for (int i = 0; i < cases; i++) {
      try {
        new Run(seed + i).storm();
      } catch (AssertionError e) {
        throw new AssertionError("petrel.seed=" + (seed + i), e);
      }
    }
  }
}
