package io.petrel.simulate;

import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The reports of a network of stations over which a storm moves, in the order of arrival. {@link
 * Observation#receivedAtMillis()} is the simulated time of arrival and never descends, so a caller
 * can use it as a clock; {@link Observation#timeMillis()} is the event time.
 *
 * <p>Lazy: memory grows with the number of stations, not with the duration. Not thread-safe.
 */
public final class StormSimulator implements Iterator<Observation> {
  private final SimulationSettings settings;
  private final Atmosphere atmosphere;
  private final Outages outages;
  private final List<StationSimulator> weather = new ArrayList<>();
  private final List<Instruments> instruments = new ArrayList<>();
  private final List<SeededRandom> feeds = new ArrayList<>();
  private final List<Long> offsetsMillis = new ArrayList<>();
  private final PriorityQueue<Delivery> underWay = new PriorityQueue<>(Delivery.BY_ARRIVAL);
  private final long intervalMillis;
  private long step;
  private long numbered;
  private long due;
  private long missed;
  private long silent;
  private long duplicates;
  private long corrections;
  private long delayed;
  private long late;
  private long delivered;

  public StormSimulator(SimulationSettings settings) {
    this.settings = settings;
    this.atmosphere = new Atmosphere(settings);
    this.outages = new Outages(settings);
    this.intervalMillis = settings.reportInterval().toMillis();
    List<SimulatedStation> stations = StationNetwork.of(settings.seed(), settings.stations());
    for (int i = 0; i < stations.size(); i++) {
      SimulatedStation station = stations.get(i);
      weather.add(
          new StationSimulator(
              atmosphere, station, SeededRandom.of(settings.seed(), "weather", i)));
      instruments.add(
          new Instruments(
              station,
              settings.feed().missingValues(),
              SeededRandom.of(settings.seed(), "instruments", i)));
      SeededRandom feed = SeededRandom.of(settings.seed(), "feed", i);
      offsetsMillis.add(offset(feed));
      feeds.add(feed);
    }
  }

  /** All reports of a new simulation. */
  public static Stream<Observation> observations(SimulationSettings settings) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new StormSimulator(settings), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    fill();
    return !underWay.isEmpty();
  }

  @Override
  public Observation next() {
    fill();
    Delivery delivery = underWay.poll();
    if (delivery == null) {
      throw new NoSuchElementException("The simulation has ended");
    }
    delivered++;
    return delivery.observation().toBuilder().receivedAtMillis(delivery.arrivalMillis()).build();
  }

  /** Counts up to now. */
  public SimulationCounts counts() {
    return new SimulationCounts(
        due, missed, silent, duplicates, corrections, delayed, late, delivered);
  }

  /** Simulates steps until the next delivery is certain: reports never arrive before their time. */
  private void fill() {
    while (step < settings.reportsPerStation()) {
      long time = settings.start().toEpochMilli() + step * intervalMillis;
      Delivery first = underWay.peek();
      if (first != null && first.arrivalMillis() < time) {
        return;
      }
      for (int i = 0; i < weather.size(); i++) {
        report(i, time + offsetsMillis.get(i));
      }
      step++;
    }
  }

  /** Each station reports at its own minute of the interval, as in real networks of many owners. */
  private long offset(SeededRandom dice) {
    return dice.below((int) settings.reportInterval().toMinutes()) * 60_000L;
  }

  private void report(int station, long time) {
    // Always measures and always draws all random numbers, so that a fault does not change later
    // ones.
    InstrumentSample measured = weather.get(station).measure(time, intervalMillis);
    Observation observation = instruments.get(station).read(time, measured);
    SeededRandom dice = feeds.get(station);
    boolean lost = dice.happens(settings.feed().missedReports());
    long arrival = time + latency(dice);
    double second = dice.between(0, 1);
    long again = arrival + (long) dice.between(20_000, 120_000);
    due++;
    if (outages.isSilent(station, atmosphere.hour(time))) {
      silent++;
    } else if (lost) {
      missed++;
    } else {
      count(arrival - time);
      send(observation, arrival, again, second);
    }
  }

  private void send(Observation observation, long arrival, long again, double second) {
    FeedSettings feed = settings.feed();
    if (second < feed.duplicates()) {
      duplicates++;
      deliver(observation, arrival);
      deliver(observation, again);
    } else if (second < feed.duplicates() + feed.corrections()) {
      corrections++;
      deliver(mistaken(observation), arrival);
      deliver(observation.toBuilder().revision(1).build(), again);
    } else {
      deliver(observation, arrival);
    }
  }

  /** A plausible mistake that does not affect warnings: the rain of the period is missing. */
  private static Observation mistaken(Observation observation) {
    return observation.toBuilder().set(Variables.PRECIP_MM, Double.NaN).build();
  }

  private void deliver(Observation observation, long arrival) {
    underWay.add(new Delivery(arrival, numbered++, observation));
  }

  private void count(long latency) {
    if (latency >= 45 * 60_000) {
      late++;
    } else if (latency >= 2 * 60_000) {
      delayed++;
    }
  }

  private long latency(SeededRandom dice) {
    double usual = dice.between(5, 60);
    double delay = dice.between(120, 480);
    double lateness = dice.between(2700, 7200);
    double kind = dice.between(0, 1);
    double seconds = usual;
    if (kind < settings.feed().late()) {
      seconds = lateness;
    } else if (kind < settings.feed().late() + settings.feed().delayed()) {
      seconds = delay;
    }
    return (long) (seconds * 1000);
  }

  /**
   * A report that was sent.
   *
   * @param number breaks ties, in order of sending
   */
  private record Delivery(long arrivalMillis, long number, Observation observation) {
    static final Comparator<Delivery> BY_ARRIVAL =
        Comparator.comparingLong(Delivery::arrivalMillis).thenComparingLong(Delivery::number);
  }
}
