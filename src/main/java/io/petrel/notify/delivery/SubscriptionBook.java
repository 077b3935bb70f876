package io.petrel.notify.delivery;

import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.subscription.Subscriptions;
import io.petrel.state.Stored;
import io.petrel.state.Stored.OneForAll;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions in force, parsed once. Not thread-safe. */
public final class SubscriptionBook {
  /**
   * The newest good set.
   *
   * <p>At a rescale: each subtask gets the copy of any. All copies are equal: the sets come from
   * one task, a checkpoint is at the same position among them in every subtask, and whether a set
   * is valid depends on its text alone.
   */
  public static final MapStateDescriptor<String, byte[]> STATE = Stored.broadcast("subscriptions");

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionBook.class);

  private final OneForAll<SubscriptionSet> state;
  private @Nullable String text;
  private Subscriptions subscriptions = Subscriptions.NONE;

  private SubscriptionBook(OneForAll<SubscriptionSet> state) {
    this.state = state;
  }

  /**
   * Uses the set of the checkpoint, else {@code initial}. The state has the set in force from the
   * first checkpoint on: at a restart the file may be faulty.
   *
   * @throws IllegalStateException if neither is valid
   */
  static SubscriptionBook open(OperatorStateStore store, SubscriptionSet initial) throws Exception {
    SubscriptionBook book =
        new SubscriptionBook(
            new OneForAll<>(store.getBroadcastState(STATE), SubscriptionSet.CODEC));
    SubscriptionSet restored = book.state.get();
    if ((restored == null || !book.read(restored)) && !book.use(initial)) {
      throw new IllegalStateException(
          "%s is faulty, and no checkpoint has earlier subscriptions".formatted(initial.name()));
    }
    return book;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** Accepts a set unless it is faulty or already in force; returns whether it is new. */
  boolean use(SubscriptionSet set) throws Exception {
    if (set.text().equals(text) || !read(set)) {
      return false;
    }
    state.put(set);
    return true;
  }

  private boolean read(SubscriptionSet set) {
    Issues issues = new Issues();
    Subscriptions read = SubscriptionReader.read(set.source(), issues);
    if (issues.hasErrors()) {
      LOG.error(
          "{} has faults; the earlier subscriptions stay in force.\n{}",
          set.name(),
          MailAddress.maskedIn(IssuePrinter.print(issues.sorted())));
      return false;
    }
    text = set.text();
    subscriptions = read;
    return true;
  }
}
