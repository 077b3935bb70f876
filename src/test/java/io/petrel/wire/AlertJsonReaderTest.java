package io.petrel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.notify.render.SampleMails;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertJsonReaderTest {
  private static List<String> faults(String json) {
    Issues issues = new Issues();
    assertThat(AlertJsonReader.read(new SourceText("a.json", json), issues)).isEmpty();
    return issues.sorted().stream()
        .map((Issue i) -> "%d:%d: %s".formatted(i.line(), i.column(), i.message()))
        .toList();
  }

  @Test
  void readsWhatWasWrittenOnOneLineAndOnMany() {
    RandomValues.forAll(
        200,
        random -> {
          Alert alert = new RandomValues(random).alert();
          for (String json : List.of(AlertJson.line(alert), AlertJson.pretty(alert))) {
            Issues issues = new Issues();
            assertThat(AlertJsonReader.read(new SourceText("a.json", json), issues))
                .as(() -> issues.sorted().toString())
                .contains(alert);
          }
        });
  }

  @Test
  void whatIsNotJsonIsToldAtItsPlace() {
    assertThat(faults("{\n  \"identifier\": oops\n}"))
        .singleElement()
        .asString()
        .startsWith("2:17: not JSON: Unrecognized token 'oops'");
    assertThat(faults("{} {}"))
        .containsExactly("1:4: something follows the record; one alert record is expected");
    assertThat(faults("  "))
        .containsExactly("0:0: it is empty; one alert record as JSON is expected");
    assertThat(faults("[]")).containsExactly("1:1: expected keys and values, found a list");
  }

  @Test
  void everyFaultIsToldAtOnceWithWhatIsAllowed() {
    String json =
        AlertJson.pretty(SampleMails.fog())
            .replace("\"severity\" : \"Minor\"", "\"severity\" : \"Minr\"")
            .replace("\"headline\"", "\"headlin\"")
            .replace("\"sequence\" : 0", "\"sequence\" : -1")
            .replace("\"sent\" : \"2024", "\"sent\" : \"soon 2024")
            .replace("\"latitude\" : 47.46", "\"latitude\" : \"north\"");
    assertThat(faults(json))
        .hasSize(6)
        .anyMatch(f -> f.equals("1:1: 'headline' is missing"))
        .anyMatch(
            f -> f.contains("'headlin' is not a key of an alert record; did you mean 'headline'?"))
        .anyMatch(f -> f.contains("'Minr' is not one of ") && f.contains("did you mean 'Minor'?"))
        .anyMatch(f -> f.contains("expected a whole number from 0 to 2147483647, found '-1'"))
        .anyMatch(f -> f.contains("expected a time such as 2026-01-31T03:00:00Z, found 'soon 2024"))
        .anyMatch(f -> f.contains("expected a number, found 'north'"));
  }
}
