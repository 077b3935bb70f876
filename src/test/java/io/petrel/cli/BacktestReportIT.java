package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The report of a backtest, read as a browser reads it. */
@Timeout(120)
class BacktestReportIT {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!--<img src=//evil.example/x>";

  @TempDir static Path folder;

  private static String html = "";
  private static Document page = new Document("");
  private static JsonNode data = new ObjectMapper().createObjectNode();
  private static final List<JsonNode> ALERTS = new ArrayList<>();
  private static List<String> faults = List.of();

  @BeforeAll
  static void report() throws IOException {
    Path now = rules("now", "18.0", HOSTILE);
    Path old = rules("old", "20.0", HOSTILE);
    StringBuilder rows =
        new StringBuilder("station_id,station_name,time,wind_gust_ms,temperature_c\n");
    for (int half = 0; half <= 24; half++) {
      double gust = half >= 10 && half <= 14 ? 17 + half / 5.0 : half == 20 ? 25 : 5;
      String time = "2013-01-01T%02d:%02d:00Z".formatted(half / 2, half % 2 * 30);
      rows.append("A,\"%s\",%s,%s,%s%n".formatted(HOSTILE, time, gust, half == 3 ? "9999" : ""));
    }
    Path file = Files.writeString(folder.resolve("history.csv"), rows);
    Path report = folder.resolve("report.html");
    Path subscriptions =
        Files.writeString(
            folder.resolve("subscriptions.yaml"),
            "subscriptions: [{name: duty, to: Duty <duty@example.org>}]");
    CommandRun alerts =
        CommandRun.of("backtest", file.toString(), "--rules", now.toString(), "--json");
    for (String line : alerts.out().lines().toList()) {
      ALERTS.add(new ObjectMapper().readTree(line));
    }
    CommandRun run =
        CommandRun.of(
            "backtest",
            file.toString(),
            "--rules",
            now.toString(),
            "--against",
            old.toString(),
            "--subscriptions",
            subscriptions.toString(),
            "--report",
            report.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
    html = Files.readString(report);
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    page = Jsoup.parse(html, "", parser);
    faults = parser.getErrors().stream().map(Object::toString).toList();
    data = new ObjectMapper().readTree(page.getElementById("data").data());
  }

  private static Path rules(String name, String threshold, String title) throws IOException {
    Path rules = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        rules.resolve("gusty.yaml"),
        """
        rule: gusty
        title: "%s"
        severity: minor
        when: wind_gust_ms >= %s
        headline: "gust at ${station_name}"
        """
            .formatted(title, threshold));
    Files.writeString(
        rules.resolve("heat.yaml"),
        """
        rule: heat
        title: Heat
        severity: severe
        when: temperature_c >= 35.0
        headline: hot
        """);
    return rules;
  }

  @Test
  void isValidAndLoadsNothing() {
    assertThat(faults).isEmpty();
    assertThat(page.select("[src], link, iframe, object, embed, base, img, style:contains(url)"))
        .isEmpty();
    assertThat(page.select("[href]").eachAttr("href")).allMatch(href -> href.startsWith("#"));
    for (String anchor : page.select("[href]").eachAttr("href")) {
      assertThat(page.getElementById(anchor.substring(1))).as(anchor).isNotNull();
    }
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    assertThat(page.select("*").stream().flatMap(e -> e.attributes().asList().stream()))
        .noneMatch(attribute -> attribute.getKey().startsWith("on"));
  }

  @Test
  void letsItsOwnScriptsRunAndNoOther() throws NoSuchAlgorithmException {
    String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
    assertThat(policy).startsWith("default-src 'none'");
    List<Element> scripts = page.select("script:not([type])");
    assertThat(scripts).hasSize(2);
    for (Element script : scripts) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(script.data().getBytes(StandardCharsets.UTF_8));
      assertThat(policy)
          .contains("'sha256-%s'".formatted(Base64.getEncoder().encodeToString(hash)));
    }
  }

  @Test
  void showsHostileTextsAsTexts() {
    assertThat(page.select("script")).hasSize(3);
    assertThat(html).doesNotContain("<script>alert").doesNotContain("<img");
    assertThat(page.select(".episodes .headline").eachText()).contains("gust at " + HOSTILE);
    assertThat(page.select(".episodes summary b").eachText()).contains(HOSTILE);
    assertThat(data.path("stations").path("A").path("name").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void holdsTheIncidentsOfTheJsonOutput() {
    Map<String, List<JsonNode>> byIncident = new LinkedHashMap<>();
    for (JsonNode alert : ALERTS) {
      byIncident
          .computeIfAbsent(alert.path("incident_id").asText(), id -> new ArrayList<>())
          .add(alert);
    }
    assertThat(byIncident).hasSize(2);
    for (JsonNode incident : data.path("incidents")) {
      List<JsonNode> records = byIncident.remove(incident.path("id").asText());
      assertThat(records).isNotNull();
      assertThat(incident.path("records")).hasSameSizeAs(records);
      for (int i = 0; i < records.size(); i++) {
        assertThat(incident.path("records").get(i).path("sent").asLong())
            .isEqualTo(seconds(records.get(i).path("sent")));
      }
      JsonNode evidence = records.get(0).path("evidence").get(0);
      assertThat(incident.path("steps").get(0).path("name")).isEqualTo(evidence.path("step"));
      assertThat(incident.path("steps").get(0).path("times").get(0).asLong())
          .isEqualTo(seconds(evidence.path("observations").get(0).path("time")));
      assertThat(incident.path("fields")).hasSize(1);
      assertThat(incident.path("fields").get(0).asText()).isEqualTo("wind_gust_ms");
    }
    assertThat(byIncident).isEmpty();
    assertThat(page.select(".episodes > li")).hasSize(2);
    assertThat(row("#rule-gusty")).containsExactly("Minor", "6", "2", "4", "0", "");
  }

  @Test
  void drawsWhatTheStationReported() {
    JsonNode station = data.path("stations").path("A");
    List<Double> gusts =
        StreamSupport.stream(station.path("values").path("wind_gust_ms").spliterator(), false)
            .map(JsonNode::asDouble)
            .toList();
    assertThat(station.path("times")).hasSameSizeAs(gusts);
    assertThat(gusts).contains(19.0, 19.2, 19.4, 19.6, 19.8);
    long at = 0;
    for (int i = 0; i < gusts.size(); i++) {
      at += station.path("times").get(i).asLong();
      if (gusts.get(i) == 19.8) {
        assertThat(at).isEqualTo(Instant.parse("2013-01-01T07:00:00Z").getEpochSecond());
      }
    }
  }

  @Test
  void tellsDifferencesSilentRulesAndTheQualityOfData() {
    assertThat(page.select("section[aria-labelledby=changes] .changes tbody tr").eachText())
        .singleElement()
        .asString()
        .startsWith("added 2013-01-01 05:00");
    assertThat(page.select("section[aria-labelledby=rules] li").text())
        .isEqualTo("heat Heat: never matched; temperature_c is missing in 96 % of the reports");
    assertThat(page.select("section[aria-labelledby=quality]").text())
        .contains("Every row could be read.")
        .contains("A Temperature 1");
  }

  /** The old rules know the gust of 10:00 only; the new ones also tell of 05:00 to 08:00. */
  @Test
  void tellsTheMailsOfEachSubscriptionAndTheirDifferences() {
    Element mails = page.selectFirst("section[aria-labelledby=mails]");
    assertThat(mails.select("table.numbers tbody tr").eachText())
        .containsExactly("duty duty@example.org 2 2 4");
    assertThat(mails.select(".facts li").eachText())
        .containsExactly("2 added", "0 removed", "0 moved", "0 changed", "2 the same");
    assertThat(mails.select(".changes tbody tr").eachText())
        .satisfiesExactly(
            alert -> assertThat(alert).startsWith("added 2013-01-01 05:00 alert [TEST] Minor:"),
            end -> assertThat(end).startsWith("added 2013-01-01 08:00 all-clear [TEST] Over:"));
  }

  @Test
  void canBeReadWithoutEyesOrMouse() {
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("h1")).hasSize(1);
    int level = 1;
    for (Element heading : page.select("h1, h2, h3, h4")) {
      int next = heading.tagName().charAt(1) - '0';
      assertThat(next).as(heading.text()).isLessThanOrEqualTo(level + 1);
      level = next;
    }
    assertThat(page.select("svg")).allMatch(svg -> !svg.attr("aria-label").isBlank());
    assertThat(page.select("table")).allMatch(table -> !table.select("th[scope]").isEmpty());
    assertThat(page.select("select")).allMatch(select -> "label".equals(select.parent().tagName()));
    TreeSet<String> named = new TreeSet<>(page.select("section").eachAttr("aria-labelledby"));
    assertThat(named).contains("changes", "timeline", "rules", "stations", "incidents", "quality");
  }

  private static List<String> row(String query) {
    return page.select(query + " td").eachText().isEmpty()
        ? List.of()
        : page.select(query + " td").stream().map(Element::text).toList();
  }

  private static long seconds(JsonNode time) {
    return Instant.parse(time.asText()).getEpochSecond();
  }
}
