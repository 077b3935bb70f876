package io.petrel.notify;

import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.subscription.Subscriptions;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions that hold now, read from their text once. Not thread-safe. */
final class SubscriptionBook {
  /** The newest set, under one key. */
  static final String KEY = "newest";

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionBook.class);

  private @Nullable String text;
  private Subscriptions subscriptions = Subscriptions.NONE;

  static MapStateDescriptor<String, SubscriptionSet> state(TypeInformation<SubscriptionSet> type) {
    return new MapStateDescriptor<>("subscriptions", Types.STRING, type);
  }

  /**
   * Goes on with what held at the checkpoint, else begins with {@code initial}. The state has what
   * holds from the first checkpoint on: at a restart the file may be faulty.
   *
   * @throws IllegalStateException if neither is good
   */
  static SubscriptionBook open(
      BroadcastState<String, SubscriptionSet> state, SubscriptionSet initial) throws Exception {
    SubscriptionBook book = new SubscriptionBook();
    SubscriptionSet restored = state.get(KEY);
    if (restored != null && book.use(restored)) {
      return book;
    }
    if (!book.use(initial)) {
      throw new IllegalStateException(
          "%s is faulty, and no checkpoint has earlier subscriptions".formatted(initial.name()));
    }
    state.put(KEY, initial);
    return book;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** Takes a set unless it is faulty or held already; returns whether it is new. */
  boolean use(SubscriptionSet set) {
    if (set.text().equals(text)) {
      return false;
    }
    Issues issues = new Issues();
    Subscriptions read = SubscriptionReader.read(set.source(), issues);
    if (issues.hasErrors()) {
      LOG.error(
          "{} is faulty; the earlier subscriptions hold.\n{}",
          set.name(),
          MailAddress.maskedIn(IssuePrinter.print(issues.sorted())));
      return false;
    }
    text = set.text();
    subscriptions = read;
    return true;
  }
}
