package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.display.ReaderPreferences;
import io.petrel.notify.subscription.HoldCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes sample mails as HTML files with their charts beside them, for looking at them in a
 * browser: {@code java -cp ... io.petrel.notify.render.LookAtMails FOLDER}. Not a test.
 */
final class LookAtMails {
  private LookAtMails() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Map<String, Alert> alerts = new TreeMap<>();
    alerts.put("alert", SampleMails.begin());
    alerts.put("update", SampleMails.raised());
    alerts.put("allclear", SampleMails.allClear());
    alerts.put("cancel", SampleMails.cancel());
    alerts.put("corrected", SampleMails.corrected());
    alerts.put("withdrawn", SampleMails.withdrawn());
    for (Map.Entry<String, Alert> entry : alerts.entrySet()) {
      for (ReaderPreferences reader :
          List.of(SampleMails.DUBLIN, SampleMails.NEW_YORK, SampleMails.SAILOR)) {
        String name = entry.getKey() + "-" + reader.units().word();
        write(
            folder,
            name,
            SampleMails.renderer().alert(entry.getValue(), SampleMails.envelope(reader)));
      }
    }
    Digest digest =
        new Digest(
            EnumSet.of(HoldCause.QUIET_HOURS),
            List.of(SampleMails.fog(), SampleMails.begin(), SampleMails.raised()),
            3);
    write(
        folder,
        "digest",
        SampleMails.renderer().digest(digest, SampleMails.envelope(SampleMails.DUBLIN)));
  }

  private static void write(Path folder, String name, MailMessage mail) throws Exception {
    String html = mail.html();
    if (mail.chart() != null) {
      Files.write(folder.resolve(name + ".png"), mail.chart().png());
      html = html.replace("cid:" + mail.chart().contentId(), name + ".png");
    }
    Files.writeString(folder.resolve(name + ".html"), html);
    Files.writeString(folder.resolve(name + ".txt"), mail.subject() + "\n\n" + mail.text());
  }
}
