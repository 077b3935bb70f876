package io.petrel.notify.delivery;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * The mails sent after the checkpoint from which the job resumes: the restored state still has them
 * to send. Not thread-safe.
 */
final class SentBefore {
  /** Clocks of machines differ. */
  private static final long MARGIN_MILLIS = 60_000;

  /**
   * At a rescale: each subtask gets the times of all, because a reader may come from any of them,
   * and reads from the oldest on. It then also knows mails of other subtasks, which is harmless.
   */
  private final ListState<Long> checkpointMillis;

  private final Set<String> messageIds;

  private SentBefore(ListState<Long> checkpointMillis, Set<String> messageIds) {
    this.checkpointMillis = checkpointMillis;
    this.messageIds = messageIds;
  }

  static SentBefore restore(StateInitializationContext context, SentMailLog sent) throws Exception {
    ListState<Long> state =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("checkpointMillis", Types.LONG));
    long oldest = Long.MAX_VALUE;
    for (long millis : state.get()) {
      oldest = Math.min(oldest, millis);
    }
    return new SentBefore(
        state,
        oldest == Long.MAX_VALUE
            ? new HashSet<>()
            : new HashSet<>(sent.since(oldest - MARGIN_MILLIS)));
  }

  void checkpoint(Instant now) throws Exception {
    checkpointMillis.update(List.of(now.toEpochMilli()));
  }

  boolean contains(String messageId) {
    return messageIds.contains(messageId);
  }

  /** Whether a mail was already sent. Called once for each mail. */
  boolean has(String messageId) {
    return messageIds.remove(messageId);
  }
}
