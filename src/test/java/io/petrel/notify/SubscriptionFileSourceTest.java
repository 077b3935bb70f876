package io.petrel.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.watch.WatchedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class SubscriptionFileSourceTest {
  private static final String GOOD = "subscriptions:\n  - {name: a, to: a@example.org}\n";

  @Test
  void givesAGoodFileAndNoOther() {
    List<SubscriptionSet> given = new ArrayList<>();
    ListCollector<SubscriptionSet> out = new ListCollector<>(given);
    SubscriptionFileSource.check(text(GOOD), out);
    SubscriptionFileSource.check(text("subscriptions:\n  - {name: b, to: nobody}\n"), out);
    SubscriptionFileSource.check(
        new WatchedFiles(Map.of(), Map.of("s.yaml", "is not UTF-8 text"), ""), out);
    SubscriptionFileSource.check(
        new WatchedFiles(Map.of(), Map.of(), "there is no such file"), out);
    assertThat(given).containsExactly(new SubscriptionSet("s.yaml", GOOD));
  }

  private static WatchedFiles text(String text) {
    return new WatchedFiles(Map.of("s.yaml", text), Map.of(), "");
  }
}
