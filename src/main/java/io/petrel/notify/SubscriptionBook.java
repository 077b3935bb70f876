package io.petrel.notify;

import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.subscription.Subscriptions;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions that hold now, read from their text once. Not thread-safe. */
final class SubscriptionBook {
  /** The newest set, under one key. */
  static final String KEY = "newest";

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionBook.class);

  private long revision = Long.MIN_VALUE;
  private Subscriptions subscriptions = Subscriptions.NONE;

  static MapStateDescriptor<String, SubscriptionSet> state(TypeInformation<SubscriptionSet> type) {
    return new MapStateDescriptor<>("subscriptions", Types.STRING, type);
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** Takes a set unless it is faulty or this one already; returns whether it holds now. */
  boolean use(SubscriptionSet set) {
    if (set.revision() == revision) {
      return true;
    }
    Issues issues = new Issues();
    Subscriptions read = SubscriptionReader.read(set.source(), issues);
    if (issues.hasErrors()) {
      LOG.error(
          "Subscriptions of revision {} are faulty; the earlier ones hold.\n{}",
          set.revision(),
          IssuePrinter.print(issues.sorted()));
      return false;
    }
    revision = set.revision();
    subscriptions = read;
    LOG.info("Subscriptions of revision {}: {}", revision, read.list().size());
    return true;
  }
}
