package io.petrel.cli.files;

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

  private static FileAttribute<?>[] onlyOwner() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
