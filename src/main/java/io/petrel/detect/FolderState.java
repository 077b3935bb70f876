package io.petrel.detect;

import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The state of {@link FolderWatch}.
 *
 * @param set the last set that was emitted
 * @param rejected faulty files by name, with the version or the reason that was reported
 * @param fault why the last read of the folder failed; empty = it did not
 */
record FolderState(RuleSetUpdate set, Map<String, String> rejected, String fault) {
  static final Codec<FolderState> CODEC =
      Codec.of("rule-folder", 1, FolderState.class, FolderState::write, FolderState::read);

  private static void write(FolderState state, DataOutput out) throws IOException {
    StateFields.writeValue(state.set, RuleSetUpdate.CODEC, out);
    StateFields.writeStrings(state.rejected, out);
    StateFields.writeString(state.fault, out);
  }

  private static FolderState read(int version, DataInput in) throws IOException {
    return new FolderState(
        StateFields.readValue(RuleSetUpdate.CODEC, in),
        StateFields.readStrings(in),
        StateFields.readString(in));
  }

  FolderState {
    rejected = Map.copyOf(rejected);
  }

  static FolderState of(RuleSetUpdate initial) {
    return new FolderState(initial, Map.of(), "");
  }

  FolderState withFault(String next) {
    return next.equals(fault) ? this : new FolderState(set, rejected, next);
  }

  Map<String, RuleFile> filesByName() {
    Map<String, RuleFile> files = new HashMap<>();
    set.files().forEach(file -> files.put(file.name(), file));
    return files;
  }
}
