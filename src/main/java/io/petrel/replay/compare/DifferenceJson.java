package io.petrel.replay.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Differences and mails as JSON: times in ISO-8601, what is missing left out. */
public final class DifferenceJson {
  private DifferenceJson() {}

  /** One line of JSON. */
  public static String line(IncidentDifference difference) {
    Incident shown = difference.shown();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("difference", difference.kind().word());
    node.put("rule", shown.rule());
    ObjectNode by = node.putObject("incident_by");
    shown.by().forEach(by::put);
    put(node, "before", difference.before());
    put(node, "after", difference.after());
    return node.toString();
  }

  /** One line of JSON about mails. */
  public static String line(MailDifference difference) {
    MailLine shown = difference.shown();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("difference", difference.kind().word());
    identity(node, shown);
    put(node, "before", difference.before());
    put(node, "after", difference.after());
    return node.toString();
  }

  /** A mail as one line of JSON. */
  public static String line(MailLine mail) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    identity(node, mail);
    content(node, mail);
    return node.toString();
  }

  private static void identity(ObjectNode node, MailLine mail) {
    node.put("mail", mail.kindWord());
    node.put("subscription", mail.subscription());
    node.put("to", mail.to());
  }

  private static void content(ObjectNode node, MailLine mail) {
    node.put("at", time(mail.atMillis()));
    node.put("subject", mail.subject());
    node.put("alerts", mail.alerts());
  }

  private static void put(ObjectNode node, String name, @Nullable MailLine mail) {
    if (mail != null) {
      content(node.putObject(name), mail);
    }
  }

  private static void put(ObjectNode node, String name, @Nullable Incident incident) {
    if (incident == null) {
      return;
    }
    ObjectNode item = node.putObject(name);
    item.put("incident_id", incident.id());
    item.put("onset", time(incident.onsetMillis()));
    item.put("first_sent", time(incident.toldMillis()));
    if (incident.ended()) {
      item.put("ended", time(incident.lastMillis()));
    }
    item.put("severity", incident.severity().code());
    item.put("records", incident.records());
    item.put("matches", incident.matches());
    item.put("headline", incident.headline());
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
