package io.petrel.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.cli.run.OperatorNews.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorNewsTest {
  private static final Instant START = Instant.parse("2026-10-20T18:00:00Z");

  private final OperatorNews news = new OperatorNews("site.late", "mail.example.org:25");

  @Test
  void whereAllIsWellThereIsNone() {
    assertThat(at(0, new Look(0, 0, 0, false, Duration.ZERO))).isEmpty();
    assertThat(at(1, new Look(0, 0, 0, false, Duration.ofSeconds(5)))).isEmpty();
  }

  @Test
  void lateObservationsAreToldAtOnceAndThenOnceAMinute() {
    assertThat(at(0, late(1)))
        .containsExactly(
            "1 observation came too late to be used (detect.revise-for): on topic site.late,"
                + " with the reason in the headers.");
    assertThat(at(1, late(400))).isEmpty();
    assertThat(at(59, late(500))).isEmpty();
    assertThat(at(60, late(501))).singleElement().asString().startsWith("500 observations came");
    assertThat(at(600, late(501))).isEmpty();
  }

  @Test
  void eachRestartIsTold() {
    assertThat(at(0, new Look(2, 0, 0, false, Duration.ZERO)))
        .singleElement()
        .asString()
        .contains("(restart 2 since the start)");
    assertThat(at(1, new Look(2, 0, 0, false, Duration.ZERO))).isEmpty();
  }

  @Test
  void refusedRulesAndAFolderThatIsGoneAreToldAndWhenItIsOver() {
    assertThat(at(0, new Look(0, 0, 1, true, Duration.ZERO)))
        .satisfiesExactly(
            refused -> assertThat(refused).startsWith("A file of rules is refused"),
            unreadable -> assertThat(unreadable).contains("cannot be read"));
    assertThat(at(1, new Look(0, 0, 0, false, Duration.ZERO)))
        .containsExactly("No rule is refused any more.", "The folder of rules can be read again.");
  }

  @Test
  void aMailServerThatIsAwayIsToldWithSinceWhen() {
    assertThat(at(90, new Look(0, 0, 0, false, Duration.ofSeconds(61))))
        .singleElement()
        .asString()
        .contains("mail.example.org:25 takes no mail", "since 2026-10-20T18:00:29Z");
    assertThat(at(91, new Look(0, 0, 0, false, Duration.ofSeconds(62)))).isEmpty();
    assertThat(at(92, new Look(0, 0, 0, false, Duration.ZERO)))
        .containsExactly("The mail server mail.example.org:25 takes mail again.");
  }

  private static Look late(long count) {
    return new Look(0, count, 0, false, Duration.ZERO);
  }

  private List<String> at(long second, Look look) {
    return news.since(look, START.plusSeconds(second));
  }
}
