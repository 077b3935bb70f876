package io.petrel.notify.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.GoldenFile;
import io.petrel.alert.Alert;
import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.alert.Status;
import io.petrel.alert.StepEvidence;
import io.petrel.display.MeasureWords;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.UnitSystem;
import io.petrel.display.Values;
import io.petrel.notify.Alerts;
import io.petrel.notify.subscription.HoldCause;
import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MailRendererTest {
  private static final String CONTROLS_OF_OTHERS =
      "x\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>\u2028\u202Eevil\u0000 & \"q\" 'a'";

  static Stream<Map.Entry<String, MailMessage>> mails() {
    Map<String, MailMessage> mails = new TreeMap<>();
    MailRenderer renderer = SampleMails.renderer();
    Envelope dublin = SampleMails.envelope(SampleMails.DUBLIN);
    mails.put("alert", renderer.alert(SampleMails.begin(), dublin));
    mails.put("alert-imperial", renderer.alert(SampleMails.begin(), newYork()));
    mails.put("update", renderer.alert(SampleMails.raised(), dublin));
    mails.put(
        "all-clear",
        renderer.alert(SampleMails.allClear(), SampleMails.envelope(SampleMails.SAILOR)));
    mails.put("cancel", renderer.alert(SampleMails.cancel(), dublin));
    mails.put("corrected", renderer.alert(SampleMails.corrected(), dublin));
    mails.put("withdrawn", renderer.alert(SampleMails.withdrawn(), newYork()));
    mails.put(
        "digest-withdrawn",
        renderer.digest(
            new Digest(
                EnumSet.of(HoldCause.SCHEDULE),
                List.of(
                    SampleMails.corrected(),
                    Alerts.renamed(SampleMails.begin(), "other"),
                    Alerts.renamed(SampleMails.withdrawn(), "other")),
                0),
            dublin));
    mails.put("late", renderer.alert(SampleMails.begin(), late(dublin)));
    mails.put(
        "digest",
        renderer.digest(
            new Digest(
                EnumSet.of(HoldCause.QUIET_HOURS, HoldCause.LIMIT),
                List.of(
                    SampleMails.fog(),
                    SampleMails.begin(),
                    SampleMails.raised(),
                    Alerts.renamed(SampleMails.begin(), "other"),
                    Alerts.renamed(SampleMails.allClear(), "other")),
                1234),
            dublin));
    return mails.entrySet().stream();
  }

  private static Envelope newYork() {
    return SampleMails.envelope(SampleMails.NEW_YORK);
  }

  private static Envelope late(Envelope e) {
    return new Envelope(
        e.recipient(),
        e.subscription(),
        e.condition(),
        e.reader(),
        e.sender(),
        e.messageId(),
        e.references(),
        e.dateMillis() + 3 * 3_600_000L,
        e.dateMillis());
  }

  @ParameterizedTest
  @MethodSource("mails")
  void saysWhatTheGoldenFileSays(Map.Entry<String, MailMessage> entry) {
    MailMessage mail = entry.getValue();
    GoldenFile.assertEquals(
        "mail/" + entry.getKey() + ".txt", mail.subject() + "\n\n" + mail.text());
    GoldenFile.assertEquals("mail/" + entry.getKey() + ".html", mail.html());
  }

  @ParameterizedTest
  @MethodSource("mails")
  void textAndHtmlSayTheSame(Map.Entry<String, MailMessage> entry) {
    MailMessage mail = entry.getValue();
    String html = words(Jsoup.parse(mail.html()).body().text());
    for (String line : mail.text().lines().toList()) {
      String words = words(line.replaceFirst("^\\s*\\d+\\. ", ""));
      assertThat(html).as("in HTML").contains(words);
    }
  }

  /** Words without the marks by which the two differ. */
  private static String words(String text) {
    return text.replaceAll("[“”\"·:–-]", " ").replaceAll("[\\s\\u00A0]+", " ").strip();
  }

  @ParameterizedTest
  @MethodSource("mails")
  void htmlHasNoParseErrorsAndAltTexts(Map.Entry<String, MailMessage> entry) {
    checkHtml(entry.getValue().html());
    assertThat(entry.getValue().html()).contains("prefers-color-scheme: dark");
  }

  private static void checkHtml(String html) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document document = parser.parseInput(html, "");
    assertThat(parser.getErrors()).isEmpty();
    assertThat(document.select("html[lang=en]")).hasSize(1);
    assertThat(document.select("h1")).hasSize(1);
    document
        .select("img")
        .forEach(
            image -> {
              assertThat(image.attr("alt")).hasSizeGreaterThan(20);
              assertThat(image.attr("src")).startsWith("cid:");
            });
    assertThat(document.select("script, link, iframe, form")).isEmpty();
  }

  @Test
  void theChecksOfHtmlAndContrastFindFaults() {
    String good =
        SampleMails.renderer()
            .alert(SampleMails.begin(), SampleMails.envelope(SampleMails.DUBLIN))
            .html();
    checkHtml(good);
    Map<String, String> faults = new TreeMap<>();
    faults.put("</h1>", "</h2>");
    faults.put("<table class", "<table id=\"a\" id=\"b\" class");
    faults.put("alt=\"Chart.", "title=\"Chart.");
    faults.put("src=\"cid:", "src=\"https://tracker.example.org/");
    faults.put("<h1>", "<script>x</script><h1>");
    faults.put(" lang=\"en\"", "");
    faults.forEach(
        (from, to) -> {
          assertThat(good).contains(from);
          String bad = good.replace(from, to);
          assertThatThrownBy(() -> checkHtml(bad)).as(to).isInstanceOf(AssertionError.class);
        });
    assertThatThrownBy(() -> check("#8a96a3 #ffffff", "8a96a3", "ffffff"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("8a96a3 on ffffff");
    assertThat(contrast("767676", "ffffff")).isBetween(4.5, 4.6);
    assertThat(contrast("000000", "ffffff")).isBetween(20.99, 21.01);
  }

  /**
   * The first line says that something was wrong, and what; also if the record does not say what.
   */
  @Test
  void aCorrectionSaysFirstWhatWasWrong() {
    MailRenderer renderer = SampleMails.renderer();
    Envelope dublin = SampleMails.envelope(SampleMails.DUBLIN);
    assertThat(renderer.alert(SampleMails.corrected(), dublin).text().lines().toList())
        .startsWith(
            "Correction: The gust of 62.0 m/s at 15:05 at Malin Head was corrected to 31.0 m/s.")
        .noneMatch(line -> line.startsWith("Note:"));
    assertThat(renderer.alert(SampleMails.withdrawn(), dublin).text().lines().toList())
        .startsWith("We take this back: Storm approaching, Malin Head")
        .noneMatch(line -> line.startsWith("Note:") || line.contains("nobody watches"));
    Alert over =
        SampleMails.allClear().toBuilder().reason(Reason.CORRECTED).note("A report came.").build();
    assertThat(renderer.alert(over, dublin).text())
        .startsWith(
            "Over: Storm approaching, Malin Head and 1 more\nA report came. It is over, other than we told you before.");
    Alert silent = SampleMails.corrected().toBuilder().note(null).build();
    assertThat(renderer.alert(silent, dublin).text())
        .startsWith("Correction: A report came late, or was corrected by its station.");
    assertThat(
            AlertWords.reason(
                SampleMails.corrected(),
                SampleMails.DUBLIN,
                SampleMails.corrected().sentMillis() + 2 * 3_600_000))
        .endsWith("(This was the situation 2 h ago.)");
  }

  @Test
  void theSubjectReadsWellAlone() {
    ReaderPreferences reader = SampleMails.DUBLIN;
    assertThat(MailSubject.of(SampleMails.begin(), reader))
        .isEqualTo("Severe: Storm approaching – Malin Head, since 14:20");
    assertThat(MailSubject.of(SampleMails.raised(), reader))
        .isEqualTo("Now extreme: Storm approaching – Malin Head and 1 more, since 14:20");
    assertThat(MailSubject.of(SampleMails.allClear(), reader))
        .isEqualTo("Over: Storm approaching – Malin Head and 1 more, 14:20 to 23:45");
    assertThat(MailSubject.of(SampleMails.cancel(), reader))
        .isEqualTo("Cancelled: Storm approaching – Malin Head, since 14:20");
    assertThat(MailSubject.of(SampleMails.corrected(), reader))
        .isEqualTo("Severe, corrected: Storm approaching – Malin Head, since 14:20");
    assertThat(MailSubject.of(SampleMails.withdrawn(), reader))
        .isEqualTo("We take this back: Storm approaching – Malin Head, 14:20");
    ReaderPreferences tokyo = new ReaderPreferences(UnitSystem.METRIC, ZoneId.of("Asia/Tokyo"));
    assertThat(MailSubject.of(SampleMails.raised(), tokyo)).endsWith("since Sun 21 Jan 23:20");
    assertThat(MailSubject.exercise(Status.EXERCISE)).isEqualTo("[EXERCISE] ");
  }

  @Test
  void nothingFromOutsideCanStartAHeaderALineOrATag() {
    Alert begin = SampleMails.begin(CONTROLS_OF_OTHERS);
    Message m = begin.message();
    Message evil =
        new Message(
            CONTROLS_OF_OTHERS,
            Severity.SEVERE,
            m.urgency(),
            m.certainty(),
            m.category(),
            CONTROLS_OF_OTHERS,
            CONTROLS_OF_OTHERS,
            CONTROLS_OF_OTHERS,
            Map.of());
    Alert alert = Alerts.with(begin, begin.incidentId(), evil, begin.reason());
    MailMessage mail =
        SampleMails.renderer().alert(alert, SampleMails.envelope(SampleMails.DUBLIN));
    assertThat(mail.subject()).doesNotContain("\r", "\n", "\u0000", "\u2028", "\u202E");
    assertThat(mail.text()).doesNotContain("\nBcc", "\r", "\u0000", "\u2028", "\u202E");
    assertThat(mail.html()).doesNotContain("<script", "\u202E", "\u0000");
    assertThat(Jsoup.parse(mail.html()).select("script")).isEmpty();
    MailMessage digest =
        SampleMails.renderer()
            .digest(
                new Digest(EnumSet.of(HoldCause.WAIT), List.of(alert), 0),
                SampleMails.envelope(SampleMails.DUBLIN));
    assertThat(digest.html()).doesNotContain("<script", "\u202E");
    assertThat(digest.subject()).doesNotContain("\r", "\n");
  }

  @Test
  void noTemplateCanShowAnythingUnescaped() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/io/petrel/notify/render"))) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("{{{", "{{&", "{{=");
      }
    }
  }

  @Test
  void theChartIsInTheReadersUnitsAndHasWordsForThoseWhoDoNotSeeIt() throws Exception {
    EvidenceChart.Drawing drawing =
        EvidenceChart.draw(SampleMails.begin(), SampleMails.NEW_YORK).orElseThrow();
    assertThat(drawing.alt())
        .startsWith("Chart. Pressure from 29.60 inHg at 03:20 to 29.33 inHg at 09:20,")
        .endsWith("The steps below are marked with their numbers.");
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(drawing.png()));
    assertThat(image.getWidth()).isEqualTo(1140);
    long colours =
        java.util.Arrays.stream(
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
            .distinct()
            .count();
    assertThat(colours).isGreaterThan(20);
    assertThat(EvidenceChart.draw(SampleMails.fog(), SampleMails.DUBLIN)).isEmpty();
  }

  /** WCAG 2.1, 1.4.3: at least 4.5 to 1 for each text on its background, in both schemes. */
  @Test
  void everyTextHasEnoughContrast() {
    String style =
        SampleMails.renderer()
            .alert(SampleMails.begin(), SampleMails.envelope(SampleMails.DUBLIN))
            .html();
    int dark = style.indexOf("@media");
    String light = style.substring(0, dark);
    String night = style.substring(dark);
    for (String band : List.of("6a1b9a", "b3261e", "9a4a00", "1f5f9e", "1b6e3c", "5a6270")) {
      assertThat(light).contains("#" + band);
      assertThat(contrast("ffffff", band)).as(band).isGreaterThanOrEqualTo(4.5);
    }
    check(light, "1f2933", "ffffff", "fdf1e3", "eaf2fa");
    check(light, "52606d", "ffffff");
    check(light, "1f5f9e", "ffffff");
    check(night, "e4e9ee", "1a2129", "3a2a14", "17293b");
    check(night, "a9b4bf", "1a2129");
    check(night, "8cc4f8", "1a2129");
  }

  private static void check(String style, String ink, String... papers) {
    assertThat(style).contains("#" + ink);
    for (String paper : papers) {
      assertThat(style).contains("#" + paper);
      assertThat(contrast(ink, paper)).as(ink + " on " + paper).isGreaterThanOrEqualTo(4.5);
    }
  }

  private static double contrast(String one, String other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String hex) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void numbersHaveTheReadersUnits() {
    Values metric = new Values(UnitSystem.METRIC);
    Values marine = new Values(UnitSystem.MARINE);
    Values imperial = new Values(UnitSystem.IMPERIAL);
    var gust = io.petrel.weather.Variables.WIND_GUST_MS;
    var sight = io.petrel.weather.Variables.VISIBILITY_M;
    assertThat(metric.show(gust, 28)).isEqualTo("28.0 m/s");
    assertThat(marine.show(gust, 28)).isEqualTo("54 kt");
    assertThat(imperial.show(gust, 28)).isEqualTo("63 mph");
    assertThat(metric.show(sight, 1500)).isEqualTo("1.5 km");
    assertThat(marine.show(sight, 1852)).isEqualTo("1.0 NM");
    assertThat(imperial.show(io.petrel.weather.Variables.PRECIP_MM, 25.4)).isEqualTo("1.00 in");
    assertThat(metric.show(io.petrel.weather.Variables.TEMPERATURE_C, -0.04)).isEqualTo("0.0 °C");
    assertThat(metric.show(io.petrel.weather.Variables.TEMPERATURE_C, -3.25))
        .isEqualTo("\u22123.3 °C");
    assertThat(metric.show(io.petrel.weather.Variables.WIND_DIRECTION_DEG, 359))
        .isEqualTo("359° (N)");
    var cloudBase =
        new Variable(
            99, "cloud_base_m", Unit.METRE, 0, 20_000, 0, "", "cloud base", false, 3000, Map.of());
    assertThat(imperial.show(cloudBase, 450))
        .as("a length that the schema leaves")
        .isEqualTo("450 m");
    assertThat(metric.show(gust, Double.NaN)).isEqualTo("missing");
    assertThat(Pattern.matches("[a-z ]+", Values.name(gust).toLowerCase(Locale.ROOT))).isTrue();
  }

  @Test
  void theReadersUnitStandsBesideTheAuthors() {
    ReadersUnits marine = new ReadersUnits(UnitSystem.MARINE);
    ReadersUnits imperial = new ReadersUnits(UnitSystem.IMPERIAL);
    assertThat(marine.beside("gusts over 25 m/s, later 90km/h"))
        .isEqualTo("gusts over 25 m/s (49\u00A0kt), later 90km/h (49\u00A0kt)");
    assertThat(marine.beside("25 m/s, that is 49 kt")).isEqualTo("25 m/s, that is 49 kt");
    assertThat(marine.beside("up to 34 kt")).isEqualTo("up to 34 kt");
    assertThat(imperial.beside("down 24 hPa, gusts 34 knots"))
        .isEqualTo("down 24 hPa (0.71\u00A0inHg), gusts 34 knots (39\u00A0mph)");
    // Differences, rain and sight, and what only looks like an amount, are left alone.
    for (String text : List.of("4 °C colder", "402 m", "3.4.25 m/s", "v25 m/s", "25 m/s/h", "$1")) {
      assertThat(imperial.beside(text)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @MethodSource("mails")
  void thePreviewComesFirstIsHiddenAndAddsToTheSubject(Map.Entry<String, MailMessage> entry) {
    MailMessage mail = entry.getValue();
    var preview = Jsoup.parse(mail.html()).body().child(0);
    assertThat(preview.attr("style")).startsWith("display:none");
    assertThat(preview.text()).isNotBlank().hasSizeLessThanOrEqualTo(140);
    assertThat(mail.subject()).doesNotContain(preview.text());
  }

  @Test
  void newsThatWasHeldBackIsNotCalledNew() {
    Alert begin = SampleMails.begin();
    long sent = begin.sentMillis();
    assertThat(AlertWords.reason(begin, SampleMails.DUBLIN, sent + 60_000))
        .isEqualTo("It has just begun.");
    assertThat(AlertWords.reason(begin, SampleMails.DUBLIN, sent + 7 * 3_600_000))
        .isEqualTo("It has begun. This was the situation 7 h ago.");
    assertThat(AlertWords.reason(SampleMails.raised(), SampleMails.DUBLIN, sent + 3_600_000 * 5))
        .isEqualTo(
            "It is now more severe than we told you before. This was the situation 4 h 10 min ago.");
    assertThat(AlertWords.reason(SampleMails.allClear(), SampleMails.DUBLIN, sent + 86_400_000L))
        .isEqualTo("It was not seen again within the time that the rule waits.");
  }

  @Test
  void theNumberOfAMeasureIsThatWhichFiredNotThatOfTheContext() {
    Alert begin = SampleMails.begin();
    StepEvidence step = begin.evidence().get(0);
    List<Observation> context = new ArrayList<>(begin.context());
    // A bad report, which the rule's own filter leaves out.
    Observation bad =
        Observation.at(SampleMails.STATION, context.get(12).time())
            .set("pressure_hpa", 1050)
            .quality(Quality.BAD)
            .build();
    context.set(12, bad);
    Alert alert = begin.withEvidence(begin.evidence(), context);
    assertThat(new StepWords(SampleMails.DUBLIN).of(alert).get(0).lines())
        .containsExactly(
            "13:00 pressure 995.8 hPa",
            "Pressure fell 6.3 hPa in 3 h (limit 6 hPa), from 1002.1 hPa at 10:00");
    assertThat(new MeasureWords(SampleMails.NEW_YORK).of(step, begin.sentMillis()))
        .containsExactly(
            "Pressure fell 0.19 inHg in 3 h (limit 0.18 inHg), from 29.59 inHg at 05:00");
  }

  @Test
  void anExtraIsNotTakenForOneWhoseNameBeginsTheSame() {
    Observation report = Observation.at("s", 0).extra("a", 1).extra("ab", 7).build();
    Measured ab = measured("extra.ab", "extra.ab", null, 0, 7, Unit.ONE, false, ">", 5, null);
    StepEvidence step = new StepEvidence("when", "extra.ab > 5.0", List.of(report), List.of(ab));
    Alert alert = SampleMails.begin().withEvidence(List.of(step), List.of());
    assertThat(new StepWords(SampleMails.SAILOR).of(alert).get(0).lines())
        .hasSize(1)
        .allMatch(line -> line.endsWith(" ab 7.0 (limit 5)"), "only ab");
  }

  @Test
  void everyMeasureReadsAsASentence() {
    Measured.Extreme at = new Measured.Extreme(0, 990);
    assertThat(
            List.of(
                pressure("rise", 14, ">=", 10, at),
                pressure("change", -14, "<=", -10, at),
                pressure("change", -1, ">", -3, at),
                pressure("change", 2, ">", -3, at),
                pressure("fall", 0, "<", 1, at),
                pressure("rate", -2, "<", -1.5, at),
                pressure("min", 990, "<", 1000, at),
                pressure("max", 990, ">", 980, at),
                pressure("avg", 999.75, ">", 980, null),
                pressure("previous", 990, "==", 990, at)))
        .containsExactly(
            "Pressure rose 14 hPa in 1 h (limit 10 hPa), from 990.0 hPa at 00:00",
            "Pressure fell 14 hPa in 1 h (limit 10 hPa), from 990.0 hPa at 00:00",
            "Pressure fell 1 hPa in 1 h (less than 3 hPa), from 990.0 hPa at 00:00",
            "Pressure rose 2 hPa in 1 h (limit \u22123 hPa), from 990.0 hPa at 00:00",
            "Pressure fell 0 hPa in 1 h (less than 1 hPa), from 990.0 hPa at 00:00",
            "Pressure fell 2 hPa an hour (limit 1.5 hPa), from 990.0 hPa at 00:00",
            "Lowest pressure in 1 h: 990.0 hPa at 00:00 (limit 1000 hPa)",
            "Highest pressure in 1 h: 990.0 hPa at 00:00 (limit 980 hPa)",
            "Mean pressure in 1 h: 999.8 hPa (limit 980 hPa)",
            "Pressure before: 990.0 hPa at 00:00 (exactly 990 hPa)");
    assertThat(
            sentences(
                measured(
                    "e",
                    "precip_mm",
                    "sum",
                    3_600_000,
                    31.25,
                    Unit.MILLIMETRE,
                    false,
                    ">",
                    25,
                    null),
                measured(
                    "e", "pressure_hpa", "count", 3_600_000, 4, Unit.ONE, false, ">=", 4, null),
                measured(
                    "e", "pressure_hpa", "since", 0, 12_000, Unit.SECOND, true, ">=", 10_800, at),
                measured(
                    "warm.temperature_c - temperature_c",
                    null,
                    null,
                    0,
                    9,
                    Unit.CELSIUS,
                    true,
                    ">=",
                    8,
                    null),
                measured("extra.a * 2.0", null, null, 0, 9, Unit.ONE, false, "!=", 8, null)))
        .containsExactly(
            "Sum of precipitation in 1 h: 31.3 mm (limit 25 mm)",
            "Reports with pressure in 1 h: 4 (limit 4)",
            "Last pressure before: 3 h 20 min earlier (limit 3 h), 990.0 hPa at 00:00",
            "warm.temperature_c - temperature_c: 9 °C (limit 8 °C)",
            "extra.a * 2.0: 9 (not 8)");
  }

  private static String pressure(
      String measure, double value, String operator, double limit, Measured.Extreme extreme) {
    boolean difference = List.of("fall", "rise", "change", "rate").contains(measure);
    return sentences(
            measured(
                "e",
                "pressure_hpa",
                measure,
                3_600_000,
                value,
                Unit.HECTOPASCAL,
                difference,
                operator,
                limit,
                extreme))
        .get(0);
  }

  private static List<String> sentences(Measured... measured) {
    StepEvidence step = new StepEvidence("when", "", List.of(), List.of(measured));
    return new MeasureWords(SampleMails.SAILOR).of(step, 0);
  }

  private static Measured measured(
      String expression,
      String field,
      String measure,
      long window,
      double value,
      Unit unit,
      boolean difference,
      String operator,
      double limit,
      Measured.Extreme extreme) {
    return new Measured(
        expression,
        field,
        measure,
        window,
        value,
        null,
        unit,
        difference,
        0,
        new Measured.Limit(operator, limit, String.valueOf(limit)),
        extreme);
  }
}
