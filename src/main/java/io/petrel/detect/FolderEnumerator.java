package io.petrel.detect;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Hands the folder to the one reader, once; after a restore the reader has it already. */
final class FolderEnumerator implements SplitEnumerator<FolderSplit, Boolean> {
  private final SplitEnumeratorContext<FolderSplit> context;
  private @Nullable FolderSplit unassigned;

  /**
   * @param unassigned what to hand out; null = it was handed out before
   */
  FolderEnumerator(SplitEnumeratorContext<FolderSplit> context, @Nullable FolderSplit unassigned) {
    this.context = context;
    this.unassigned = unassigned;
  }

  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {}

  @Override
  public void addReader(int subtask) {
    FolderSplit split = unassigned;
    if (split != null) {
      context.assignSplit(split, subtask);
      unassigned = null;
    }
  }

  @Override
  public void addSplitsBack(List<FolderSplit> splits, int subtask) {
    if (!splits.isEmpty()) {
      unassigned = splits.get(0);
    }
  }

  @Override
  public Boolean snapshotState(long checkpoint) {
    return unassigned == null;
  }

  @Override
  public void close() {}
}
