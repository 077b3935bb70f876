package io.petrel.faults;

import io.petrel.embedded.EmbeddedMailServer;
import io.petrel.embedded.MailFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/**
 * A mail server in a process of its own, for tests that kill it: {@code MailServerProcess FOLDER
 * PORT}. A mail is in the folder before the sender gets its 250.
 */
final class MailServerProcess {
  private MailServerProcess() {}

  public static void main(String[] args) throws InterruptedException {
    MailFolder folder = new MailFolder(Path.of(args[0]), Clock.systemUTC());
    try (EmbeddedMailServer server = EmbeddedMailServer.start(folder, Integer.parseInt(args[1]))) {
      new CountDownLatch(1).await();
    }
  }
}
