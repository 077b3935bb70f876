package io.petrel.wire;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Scope;
import io.petrel.alert.Severity;
import io.petrel.alert.Status;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.Urgency;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random observations and alerts for property tests. */
public final class RandomValues {
  private final RandomGenerator random;

  public RandomValues(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Runs a property on many cases; the failure names the seed that repeats it. {@code
   * -Dpetrel.seed} runs one seed, {@code -Dpetrel.cases} sets the number of cases.
   */
  public static void forAll(int cases, Consumer<SplittableRandom> property) {
    String seed = System.getProperty("petrel.seed");
    if (seed != null) {
      property.accept(new SplittableRandom(Long.parseLong(seed)));
      return;
    }
    for (long s = 0; s < Integer.getInteger("petrel.cases", cases); s++) {
      try {
        property.accept(new SplittableRandom(s));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("fails with -Dpetrel.seed=" + s + ": " + e.getMessage(), e);
      }
    }
  }

  public Observation observation() {
    Observation.Builder builder =
        Observation.at(text(1, 20).strip() + "x", random.nextLong(0, 4_000_000_000_000L))
            .revision(random.nextInt(4))
            .quality(pick(Quality.values()));
    for (ObservationField field : ObservationField.all(ObservationField.Kind.TEXT)) {
      if (!field.isRequired() && random.nextBoolean()) {
        builder.text(field.index(), text(0, 30));
      }
    }
    if (random.nextBoolean()) {
      builder.receivedAtMillis(random.nextLong(1, 4_000_000_000_000L));
    }
    for (Variable variable : Variables.all()) {
      if (random.nextBoolean()) {
        builder.set(variable, random.nextDouble(-1e4, 1e4));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      builder.extra(text(1, 8), random.nextDouble());
    }
    return builder.build();
  }

  public Alert alert() {
    return Alert.of(text(1, 30), random.nextInt(100), message())
        .identifier(text(1, 30))
        .sender("petrel.example")
        .sentMillis(time())
        .status(pick(Status.values()))
        .msgType(pick(MsgType.values()))
        .scope(pick(Scope.values()))
        .references(list(3, () -> new AlertReference(text(1, 9), text(1, 9), time())))
        .responseType(pick(ResponseType.values()))
        .onsetMillis(time())
        .expiresMillis(time())
        .provisionalUntilMillis(random.nextBoolean() ? 0 : time())
        .area(text(0, 40), list(4, this::place))
        .rule(text(1, 12))
        .ruleVersion(text(12, 12))
        .incidentBy(texts())
        .evidence(
            list(
                3,
                () ->
                    new StepEvidence(
                        text(1, 9),
                        text(0, 50),
                        list(3, this::observation),
                        list(3, this::measured))))
        .context(list(6, this::observation))
        .suppressed(random.nextLong(1000))
        .matches(random.nextLong(1000))
        .peak(random.nextBoolean() ? Double.NaN : random.nextDouble())
        .reason(pick(Reason.values()))
        .note(nullable())
        .build();
  }

  private Measured measured() {
    return new Measured(
        text(1, 20),
        nullable(),
        nullable(),
        random.nextBoolean() ? 0 : random.nextLong(1, 1_000_000),
        random.nextBoolean() ? Double.NaN : random.nextDouble(-1e4, 1e4),
        nullable(),
        pick(Unit.values()),
        random.nextBoolean(),
        time(),
        random.nextBoolean()
            ? null
            : new Measured.Limit(text(1, 2), random.nextDouble(-1e4, 1e4), text(1, 9)),
        random.nextBoolean() ? null : new Measured.Extreme(time(), random.nextDouble(-1e4, 1e4)));
  }

  private Message message() {
    return new Message(
        text(1, 20),
        pick(Severity.values()),
        pick(Urgency.values()),
        pick(Certainty.values()),
        pick(Category.values()),
        text(0, 60),
        text(0, 200),
        nullable(),
        texts());
  }

  private AlertPlace place() {
    return new AlertPlace(
        text(1, 10),
        text(0, 10),
        nullable(),
        random.nextBoolean() ? Double.NaN : random.nextDouble(-90, 90),
        random.nextBoolean() ? Double.NaN : random.nextDouble(-180, 180));
  }

  private long time() {
    return random.nextLong(0, 4_000_000_000_000L);
  }

  private String nullable() {
    return random.nextBoolean() ? null : text(0, 20);
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.put(text(1, 6), text(0, 6));
    }
    return texts;
  }

  private <T> List<T> list(int max, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Letters of one to four UTF-8 bytes, quotes and separators, no control characters. */
  private String text(int min, int max) {
    String letters = "abcXYZ019 :;,'\"<>&=%\\/.äßЖ中€";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(min, max + 1); i > 0; i--) {
      if (random.nextInt(20) == 0) {
        text.appendCodePoint(0x1F32A);
      } else {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
    }
    return text.toString();
  }
}
