package io.petrel.wire.cap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.GoldenFile;
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
import io.petrel.weather.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CapXmlTest {
  private static final long SEED = Long.getLong("petrel.seed", 12L);
  private static final int CASES = Integer.getInteger("petrel.cases", 3000);
  private static final long SENT = Instant.parse("2026-01-10T18:00:00.789Z").toEpochMilli();

  @Test
  void writesTheWholeMessage() {
    String message = cap(update());

    GoldenFile.assertEquals("cap/update.xml", message);
    assertThat(CapValidation.faults(message)).isEmpty();
  }

  /** CAP 1.2, 3.2.1: an Update supersedes and a Cancel takes back what its references name. */
  @Test
  void correctsByAnUpdateAndWithdrawsByACancel() {
    Alert corrected = update().toBuilder().reason(Reason.CORRECTED).build();
    Alert withdrawn =
        update().toBuilder()
            .msgType(MsgType.CANCEL)
            .responseType(ResponseType.NONE)
            .reason(Reason.WITHDRAWN)
            .provisionalUntilMillis(0)
            .build();

    String update = cap(corrected);
    String cancel = cap(withdrawn);

    assertThat(CapValidation.faults(update)).isEmpty();
    assertThat(CapValidation.text(update, "msgType")).isEqualTo("Update");
    assertThat(parameters(update))
        .containsEntry("reason", "corrected")
        .containsEntry("provisional-until", "2026-01-11T00:00:00-00:00");
    assertThat(CapValidation.faults(cancel)).isEmpty();
    assertThat(CapValidation.text(cancel, "msgType")).isEqualTo("Cancel");
    assertThat(parameters(cancel))
        .containsEntry("reason", "withdrawn")
        .doesNotContainKey("provisional-until");
    assertThat(List.of(update, cancel))
        .allSatisfy(
            xml ->
                assertThat(CapValidation.text(xml, "references"))
                    .isEqualTo("petrel@example.org,gale-1-0,2026-01-10T17:00:00-00:00"));
  }

  private static Map<String, String> parameters(String xml) {
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher =
        Pattern.compile("<parameter>\\s*<valueName>([^<]*)</valueName>\\s*<value>([^<]*)</value>")
            .matcher(xml);
    while (matcher.find()) {
      parameters.put(matcher.group(1), matcher.group(2));
    }
    return parameters;
  }

  @Test
  void textOfAnObservationCannotBreakTheMessage() {
    String nasty = "</event>]]><!-- &amp; \"'\u0000\u0007\uD800\uFFFE\r\n\uD83C\uDF00 ende";
    Alert alert = withHeadline(update(), nasty);

    String xml = cap(alert);

    assertThat(CapValidation.faults(xml)).isEmpty();
    assertThat(CapValidation.text(xml, "headline"))
        .isEqualTo("</event>]]><!-- &amp; \"'\uFFFD\uFFFD\uFFFD\uFFFD\n\uD83C\uDF00 ende");
  }

  /** CAP 1.2, 3.2.2: texts without a language are en-US. */
  @Test
  void saysTheLanguageOfTheRulesTexts() {
    Alert alert = update();
    Message m = alert.message();
    Message german =
        new Message(
            m.event(),
            m.severity(),
            m.urgency(),
            m.certainty(),
            m.category(),
            "Sturm",
            m.description(),
            m.instruction(),
            Map.of(Message.LANGUAGE, "de"));

    String xml = cap(copy(alert, alert.identifier(), german));

    assertThat(CapValidation.faults(xml)).isEmpty();
    assertThat(CapValidation.text(xml, "language")).isEqualTo("de");
    assertThat(cap(alert)).doesNotContain("<language>");
  }

  @Test
  void nullIslandIsNoPlace() {
    Alert alert =
        update(
            List.of(
                new AlertPlace("x:1", "One", "north", 0, 0),
                new AlertPlace("x:2", "Two", "north", -0.0, 0.0),
                new AlertPlace("x:3", "Gulf of Guinea", "south", 0, 3.5)));

    String xml = cap(alert);

    assertThat(CapValidation.faults(xml)).isEmpty();
    assertThat(xml.lines().filter(line -> line.contains("<circle>")).map(String::strip))
        .containsExactly("<circle>0,3.5 10</circle>");
    assertThat(xml).contains("<value>x:1</value>");
    assertThat(CapXml.render(alert, 25)).contains("<circle>0,3.5 25</circle>");
  }

  @Test
  void longHeadlineIsCutBetweenCharacters() {
    String xml = cap(withHeadline(update(), "\uD83C\uDF00".repeat(200)));

    assertThat(CapValidation.text(xml, "headline")).isEqualTo("\uD83C\uDF00".repeat(159) + "…");
  }

  @Test
  void refusesIdentifiersThatCapForbids() {
    assertThatThrownBy(() -> cap(withIdentifier(update(), "a b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("identifier 'a b' is empty or has a character that CAP does not allow there");
  }

  @Test
  void checkFindsFaults() {
    String good = cap(update());
    Map<String, String> faulty =
        Map.of(
            "2026-01-10T18:00:00-00:00</sent>", "2026-01-10T18:00:00Z</sent>",
            "<status>Test", "<status>Testing",
            "<scope>Public</scope>", "",
            "<category>Met</category>", "",
            "<sender>petrel@example.org", "<sender>petrel example.org",
            "gale-1-0,2026", "gale-1-0 2026",
            "<circle>54.17931,7.89211 10", "<circle>540,7.89211 10",
            "<headline>", "<headline>" + "x".repeat(160));
    faulty.forEach(
        (before, after) -> {
          assertThat(good).contains(before);
          assertThat(CapValidation.faults(good.replace(before, after))).as(after).isNotEmpty();
        });
  }

  @Test
  void randomRecordsAreValid() {
    for (int i = 0; i < CASES; i++) {
      String xml = cap(random(new Random(SEED + i)));
      assertThat(CapValidation.faults(xml)).as("-Dpetrel.seed=%d%n%s", SEED + i, xml).isEmpty();
    }
  }

  private static Alert random(Random random) {
    MsgType type = pick(random, MsgType.ALERT, MsgType.UPDATE, MsgType.CANCEL);
    long sent = (long) (random.nextDouble() * 4e12);
    boolean clear = type == MsgType.UPDATE && random.nextBoolean();
    List<AlertReference> references = new ArrayList<>();
    for (int n = type == MsgType.ALERT ? 0 : 1 + random.nextInt(30); n > 0; n--) {
      references.add(new AlertReference("s@x.org", "gale-" + n, sent - n * 12345L));
    }
    List<AlertPlace> places = new ArrayList<>();
    for (int n = random.nextInt(20); n > 0; n--) {
      places.add(
          new AlertPlace(
              text(random),
              text(random),
              text(random),
              random.nextInt(5) == 0 ? Double.NaN : random.nextDouble() * 200 - 100,
              random.nextInt(9) == 0 ? random.nextDouble() * 1e-9 : random.nextDouble() * 180));
    }
    return Alert.of(
            "gale",
            references.size(),
            new Message(
                text(random),
                Severity.values()[random.nextInt(Severity.values().length)],
                clear ? Urgency.PAST : Urgency.values()[random.nextInt(Urgency.values().length)],
                Certainty.values()[random.nextInt(Certainty.values().length)],
                Category.values()[random.nextInt(Category.values().length)],
                text(random),
                text(random),
                random.nextBoolean() ? null : text(random),
                Map.of("hazard", text(random))))
        .identifier("gale-" + sent)
        .sender("s@x.org")
        .sentMillis(sent)
        .status(Status.values()[random.nextInt(Status.values().length)])
        .msgType(type)
        .scope(Scope.values()[random.nextInt(Scope.values().length)])
        .references(references)
        .responseType(clear ? ResponseType.ALL_CLEAR : ResponseType.MONITOR)
        .onsetMillis(sent - random.nextInt(1_000_000))
        .expiresMillis(sent + 1 + random.nextInt(100_000_000))
        .provisionalUntilMillis(random.nextBoolean() ? 0 : sent + random.nextInt(100_000_000))
        .area(text(random), places)
        .rule("gale")
        .ruleVersion("abc123")
        .incidentBy(Map.of("region", text(random)))
        .suppressed(random.nextInt(100))
        .matches(random.nextInt(1000))
        .peak(
            random.nextInt(3) == 0
                ? Double.NaN
                : random.nextGaussian() * Math.pow(10, random.nextInt(9)))
        .reason(Reason.values()[random.nextInt(Reason.values().length)])
        .note(random.nextBoolean() ? null : text(random))
        .build();
  }

  /** Text of any UTF-16 code units, half of them markup and controls. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    String markup = "<>&]\"'\r\n\t\u0000\u0001\u0085\u2028 -!";
    for (int n = random.nextInt(40); n > 0; n--) {
      text.append(
          random.nextBoolean()
              ? markup.charAt(random.nextInt(markup.length()))
              : (char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }

  private static Alert update() {
    return update(
        List.of(
            new AlertPlace("sim:S1", "Helgoland", "north", 54.179312, 7.892109),
            new AlertPlace("sim:S2", "Büsum", "north", Double.NaN, Double.NaN)));
  }

  private static Alert update(List<AlertPlace> places) {
    return Alert.of(
            "gale-1",
            1,
            new Message(
                "Gale",
                Severity.SEVERE,
                Urgency.IMMEDIATE,
                Certainty.OBSERVED,
                Category.MET,
                "Gale at Helgoland: 22 m/s < 24.5 m/s",
                "Mean wind of 17.2 m/s & more.",
                "Stay inside.",
                Map.of("hazard", "wind")))
        .identifier("gale-1-1")
        .sender("petrel@example.org")
        .sentMillis(SENT)
        .status(Status.TEST)
        .msgType(MsgType.UPDATE)
        .scope(Scope.PUBLIC)
        .references(List.of(new AlertReference("petrel@example.org", "gale-1-0", SENT - 3_600_000)))
        .responseType(ResponseType.EXECUTE)
        .onsetMillis(SENT - 7_200_000)
        .expiresMillis(SENT + 7_200_000)
        .provisionalUntilMillis(SENT + 21_600_000)
        .area("north: Helgoland, Büsum", places)
        .rule("gale")
        .ruleVersion("0123456789ab")
        .incidentBy(Map.of("region", "north"))
        .evidence(
            List.of(
                new StepEvidence(
                    "when",
                    "max(wind_speed_ms, \"1h\") >= 17.2 && !has(extra.snow)",
                    List.of(),
                    List.of(
                        new Measured(
                            "max(wind_speed_ms, \"1h\")",
                            "wind_speed_ms",
                            "max",
                            3_600_000,
                            22.5,
                            null,
                            Unit.METRE_PER_SECOND,
                            false,
                            SENT,
                            new Measured.Limit(">=", 17.2, "17.2"),
                            new Measured.Extreme(SENT - 1_200_000, 22.5)),
                        new Measured(
                            "extra.snow",
                            "extra.snow",
                            null,
                            0,
                            Double.NaN,
                            null,
                            Unit.ONE,
                            false,
                            SENT,
                            null,
                            null)))))
        .suppressed(3)
        .matches(7)
        .peak(22.5)
        .reason(Reason.AREA_GREW)
        .build();
  }

  private static Alert withHeadline(Alert alert, String headline) {
    Message m = alert.message();
    return copy(
        alert,
        alert.identifier(),
        new Message(
            m.event(),
            m.severity(),
            m.urgency(),
            m.certainty(),
            m.category(),
            headline,
            m.description(),
            m.instruction(),
            m.labels()));
  }

  private static Alert withIdentifier(Alert alert, String identifier) {
    return copy(alert, identifier, alert.message());
  }

  private static Alert copy(Alert a, String identifier, Message message) {
    return a.toBuilder().identifier(identifier).message(message).build();
  }

  private static String cap(Alert alert) {
    return CapXml.render(alert, CapXml.DEFAULT_RADIUS_KM);
  }
}
