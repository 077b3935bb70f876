package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.testing.CommittedRecords;
import io.petrel.weather.Observation;
import io.petrel.wire.AlertJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Injects rounds of faults into a running system, and compares in the end. */
final class FaultRun implements AutoCloseable {
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(3);

  /** Beyond every quiet time: all incidents end. */
  private static final Duration AFTERWARDS = Duration.ofDays(3);

  /** Recovery from these begins at once; from others when the outage is over. */
  private static final Set<FaultKind> WITHOUT_OUTAGE =
      Set.of(
          FaultKind.TASK_MANAGER_KILLED,
          FaultKind.JOB_MANAGER_KILLED,
          FaultKind.JVM_KILLED,
          FaultKind.SECOND_ENGINE,
          FaultKind.DATA_CLOCK_JUMPS);

  private final World world;
  private final Random random;
  private final AlertWatch watch;
  private final List<Round> rounds = new ArrayList<>();
  private List<FaultTable.Row> result = List.of();

  FaultRun(World world, long seed) {
    this.world = world;
    this.random = new Random(seed);
    this.watch =
        new AlertWatch(world.cluster().brokers(), world.config().alertsTopic(), World.PARTITIONS);
    watch.start();
  }

  /** Waits until alerts flow. */
  void awaitFlow() throws InterruptedException {
    assertThat(watch.awaitSent(1, RECOVERY_LIMIT)).as("alerts flow").isTrue();
  }

  /** All faults begin, last for a moment together, and end; then alerts must catch up. */
  void inject(List<FaultKind> faults) throws InterruptedException {
    long from = world.load().newestMillis();
    faults.forEach(fault -> fault.begin(world));
    long since = System.nanoTime();
    long reached = world.load().newestMillis();
    world.pause(500 + random.nextInt(2000));
    for (int i = faults.size() - 1; i >= 0; i--) {
      faults.get(i).end(world);
    }
    if (!WITHOUT_OUTAGE.containsAll(faults)) {
      since = System.nanoTime();
      reached = world.load().newestMillis();
    }
    assertThat(watch.awaitSent(reached, RECOVERY_LIMIT))
        .as("alerts after %s, with %s", faults, rounds.size())
        .isTrue();
    Duration recovery = Duration.ofNanos(System.nanoTime() - since);
    rounds.add(new Round(faults, from, world.load().newestMillis(), recovery));
    System.getLogger("faults")
        .log(System.Logger.Level.WARNING, "{0}: {1}: {2}", rounds.size(), faults, recovery);
  }

  /** Ends the load and every incident, and holds what was told against an undisturbed run. */
  void compare() throws Exception {
    world.load().end();
    long end = world.load().newestMillis();
    List<Observation> all = new ArrayList<>(world.load().sent());
    for (int partition = 0; partition < World.PARTITIONS; partition++) {
      Observation tick =
          Observation.at("tick:" + partition, Instant.ofEpochMilli(end).plus(AFTERWARDS)).build();
      world.load().publish(tick, partition).get();
      all.add(tick);
    }
    List<Alert> expected =
        steady(
            Oracle.alerts(
                all,
                world.file("oracle.avro"),
                RuleFolderOnDisk.steady(),
                world.config().detection().pipeline()));
    long last = expected.stream().mapToLong(Alert::sentMillis).max().orElseThrow();
    assertThat(watch.awaitSent(last, RECOVERY_LIMIT)).as("the last end is told").isTrue();
    awaitAll(expected);
    List<Alert> told = steady(watch.told());
    Mails mails = awaitMails(Comparison.newestOfMailed(expected));
    result = new Comparison(expected, told, mails).rows(rounds);

    assertThat(wrongRecords()).as("late and rejected").isEqualTo(world.wrongTimes());
    assertThat(Comparison.newest(told)).as("no incident is open for ever").allMatch(Alert::isEnd);
    assertThat(json(told)).isEqualTo(json(expected));
  }

  /** What the comparison found, also where it failed. */
  List<FaultTable.Row> result() {
    return result;
  }

  /** Ends come with the next checkpoints, on every partition in its time. */
  private void awaitAll(List<Alert> expected) throws InterruptedException {
    Instant limit = Instant.now().plus(RECOVERY_LIMIT);
    Set<String> wanted = expected.stream().map(Alert::identifier).collect(Collectors.toSet());
    while (Instant.now().isBefore(limit)
        && !watch.told().stream()
            .map(Alert::identifier)
            .collect(Collectors.toSet())
            .containsAll(wanted)) {
      world.pause(500);
    }
  }

  private Mails awaitMails(List<Alert> needed) throws Exception {
    Instant limit = Instant.now().plus(RECOVERY_LIMIT);
    Mails mails = Mails.in(world.mails());
    while (Instant.now().isBefore(limit)
        && !needed.stream().map(Alert::identifier).allMatch(mails::tells)) {
      world.pause(500);
      mails = Mails.in(world.mails());
    }
    return mails;
  }

  private int wrongRecords() {
    String brokers = world.cluster().brokers();
    return CommittedRecords.of(brokers, world.config().lateTopic()).size()
        + CommittedRecords.of(brokers, world.config().rejectedTopic()).size();
  }

  private static List<Alert> steady(List<Alert> alerts) {
    return alerts.stream().filter(alert -> !alert.rule().equals(RuleFolderOnDisk.EXTRA)).toList();
  }

  private static List<String> json(List<Alert> alerts) {
    return alerts.stream().map(AlertJson::line).sorted().toList();
  }

  @Override
  public void close() throws InterruptedException {
    watch.close();
  }
}
