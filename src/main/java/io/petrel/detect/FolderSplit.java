package io.petrel.detect;

import org.apache.flink.api.connector.source.SourceSplit;

/** The one piece of work of the source of rules: the folder, as it was last left. */
record FolderSplit(FolderState state) implements SourceSplit {
  @Override
  public String splitId() {
    return "folder";
  }
}
