package io.petrel.replay.ruletest.file;

import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.issue.SourceText;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.Subscriptions;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads {@code subscriptions} of a test or of a test file: a list, or the name of a file. */
final class SubscriptionsReader {
  private static final String KEY = "subscriptions";

  private SubscriptionsReader() {}

  /** The subscriptions, or the standard ones when there are none; faults are reported. */
  static Subscriptions read(YamlMapping keys, Subscriptions standard) {
    Optional<YamlValue> value = keys.get(KEY);
    if (value.isEmpty()) {
      return standard;
    }
    if (value.get().isList()) {
      return SubscriptionReader.read(value.get());
    }
    if (!value.get().isScalar()) {
      value.get().error("expected a list of subscriptions, or the name of a file of them");
      return standard;
    }
    return file(value.get());
  }

  private static Subscriptions file(YamlValue value) {
    Path file = Path.of(value.source().name()).resolveSibling(value.text().orElseThrow().strip());
    Issues issues = new Issues();
    Subscriptions read =
        RuleFolder.readFile(file, issues::add)
            .map(text -> SubscriptionReader.read(new SourceText(file.toString(), text), issues))
            .orElse(Subscriptions.NONE);
    if (issues.hasErrors()) {
      value.error(
          "the subscriptions are faulty: "
              + issues.sorted().stream()
                  .filter(issue -> issue.isError())
                  .map(issue -> "%s:%d: %s".formatted(issue.file(), issue.line(), issue.message()))
                  .findFirst()
                  .orElseThrow());
    }
    return read;
  }

  /** Reports expected mails to an address without a subscription. */
  static void checkNames(YamlMapping test, Subscriptions subscriptions) {
    Optional<YamlValue> mails = test.get("mails");
    if (mails.isEmpty()) {
      test.key(KEY)
          .ifPresent(key -> key.error("'subscriptions' has no effect: no 'mails' are expected"));
      return;
    }
    if (subscriptions.list().isEmpty()) {
      mails.get().error("there are no 'subscriptions', here or at the top of the file");
      return;
    }
    Set<String> names = names(subscriptions, subscription -> Stream.of(subscription.name()));
    Set<String> addresses = names(subscriptions, s -> s.addresses().stream().map(MailAddress::key));
    for (YamlValue item : mails.get().listOrSingle()) {
      if (item.isMapping()) {
        YamlMapping mail = item.mapping().orElseThrow();
        mail.get("subscription").ifPresent(value -> check(value, names, "no subscription"));
        mail.get("to").ifPresent(value -> check(value, addresses, "no subscribed address"));
      }
    }
  }

  private static Set<String> names(
      Subscriptions subscriptions, Function<Subscription, Stream<String>> names) {
    Set<String> all = new TreeSet<>();
    subscriptions.list().forEach(subscription -> names.apply(subscription).forEach(all::add));
    return all;
  }

  private static void check(YamlValue value, Set<String> known, String what) {
    String text = value.isScalar() ? value.text().orElseThrow().strip() : "";
    if (value.isScalar()
        && !known.contains(text)
        && !known.contains(text.toLowerCase(Locale.ROOT))) {
      value.error("there is %s '%s'%s".formatted(what, text, NearestName.hint(text, known)));
    }
  }
}
