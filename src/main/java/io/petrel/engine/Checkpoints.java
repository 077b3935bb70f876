package io.petrel.engine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Finds the newest complete checkpoint in a job's folder ({@code <job>/<id>/chk-<n>} with a {@code
 * _metadata} file), because without high availability a restarted job manager does not know it.
 */
public final class Checkpoints {
  private static final String PREFIX = "chk-";

  private Checkpoints() {}

  /** The folder of a job below the checkpoint folder. */
  public static String folder(String checkpointFolder, String job) {
    return checkpointFolder.endsWith("/") ? checkpointFolder + job : checkpointFolder + "/" + job;
  }

  /**
   * The newest complete checkpoint below a job's folder.
   *
   * @throws IOException if the folder exists but cannot be read
   */
  public static Optional<String> newest(String jobFolder) throws IOException {
    Path root = new Path(jobFolder);
    FileSystem files = root.getFileSystem();
    List<FileStatus> complete = new ArrayList<>();
    for (FileStatus run : list(files, root)) {
      for (FileStatus checkpoint : list(files, run.getPath())) {
        Path metadata = new Path(checkpoint.getPath(), "_metadata");
        if (checkpoint.getPath().getName().startsWith(PREFIX) && files.exists(metadata)) {
          complete.add(files.getFileStatus(metadata));
        }
      }
    }
    return complete.stream()
        .max(
            Comparator.comparingLong(FileStatus::getModificationTime)
                .thenComparingLong(status -> number(status.getPath().getParent())))
        .map(status -> status.getPath().getParent().toString());
  }

  private static List<FileStatus> list(FileSystem files, Path folder) throws IOException {
    try {
      FileStatus[] found = files.listStatus(folder);
      return found == null ? List.of() : List.of(found).stream().filter(FileStatus::isDir).toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static long number(Path checkpoint) {
    try {
      return Long.parseLong(checkpoint.getName().substring(PREFIX.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
