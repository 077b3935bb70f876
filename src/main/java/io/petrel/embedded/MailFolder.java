package io.petrel.embedded;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of mails, one {@code .eml} file each, which any mail program opens. Names sort by time
 * of arrival and contain the subject: {@code 20260131T104500.123Z-0007-gale-at-north-pier.eml}. A
 * file appears only when it is complete. Methods that write are synchronized.
 */
public final class MailFolder {
  private static final String SUFFIX = ".eml";
  private static final int SLUG_LENGTH = 60;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path folder;
  private final InstantSource clock;
  private int stored;

  /**
   * @param folder created if it is missing; mails in it stay
   * @param clock gives the time of arrival
   * @throws EmbeddedServerException if the folder cannot be used
   */
  public MailFolder(Path folder, InstantSource clock) {
    this.folder = folder.toAbsolutePath();
    this.clock = clock;
    try {
      Files.createDirectories(folder);
      stored = list().size();
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "The mail folder %s cannot be used (%s); it must be a folder that this user may write to"
              .formatted(this.folder, e),
          e);
    }
  }

  public Path path() {
    return folder;
  }

  /** The mails in the folder, oldest first. */
  public List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** Writes a mail; its file is complete when the method returns. */
  synchronized StoredMail store(MimeMessage message, List<String> recipients)
      throws IOException, MessagingException {
    String subject = subject(message);
    Path file = nextName(subject);
    Path part = folder.resolve("." + file.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        message.writeTo(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return new StoredMail(file, subject, recipients);
  }

  private Path nextName(String subject) {
    Path file;
    do {
      stored++;
      file =
          folder.resolve(
              String.format(
                  Locale.ROOT,
                  "%s-%04d-%s%s",
                  TIME.format(clock.instant()),
                  stored,
                  slug(subject),
                  SUFFIX));
    } while (Files.exists(file));
    return file;
  }

  private static String subject(MimeMessage message) throws MessagingException {
    String subject = message.getSubject();
    return subject == null ? "" : subject;
  }

  /**
   * Letters a-z, digits and single dashes only: without separators, dots and control characters.
   */
  static String slug(String subject) {
    String ascii =
        Normalizer.normalize(subject, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String cut = ascii.substring(0, Math.min(SLUG_LENGTH, ascii.length()));
    String slug = cut.replaceAll("^-|-$", "");
    return slug.isEmpty() ? "mail" : slug;
  }
}
