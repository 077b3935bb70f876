package io.petrel.cli.files;

import io.petrel.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders for logs, state and mails, readable by this user only. */
public final class PrivateFolder {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFolder() {}

  /**
   * Creates the folder and its missing parents, with mode 0700 where the file system has modes. An
   * existing folder keeps its mode: somebody has decided who may read it.
   */
  public static void create(Path folder) throws IOException {
    Files.createDirectories(folder, onlyOwner());
  }

  /**
   * The same for a folder that a setting names.
   *
   * @throws CommandFailure if it cannot be made
   */
  public static void require(String key, Path folder) {
    try {
      create(folder);
    } catch (IOException e) {
      throw cannot(key, folder, e.toString());
    }
    requirePossible(key, folder);
  }

  /**
   * Makes sure that {@link #require} can make and use the folder, and makes nothing.
   *
   * @throws CommandFailure if it cannot
   */
  public static void requirePossible(String key, Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw cannot(key, folder, there + " is no folder");
    }
    if (!Files.isWritable(there)) {
      throw cannot(key, folder, there + " cannot be written to");
    }
  }

  private static CommandFailure cannot(String key, Path folder, String why) {
    return CommandFailure.failed("%s is %s; it cannot be used: %s".formatted(key, folder, why));
  }

  private static FileAttribute<?>[] onlyOwner() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
