package io.petrel.wire.cap;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.Scope;
import io.petrel.alert.Status;
import io.petrel.alert.StepEvidence;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes an alert record as one CAP 1.2 message (OASIS Standard, 1 July 2010), in the element order
 * of its schema. Equal records give equal text. Thread-safe.
 *
 * <p>Values without a CAP element are in {@code parameter}: rule, rule-version, sequence, reason,
 * provisional-until (unless final), matches, suppressed, peak, {@code by.NAME}, {@code label.NAME}
 * and, for each value that decided a step, {@code measured.STEP}. The observations of the evidence
 * are not written. The language is the rule's; without one CAP takes the texts as en-US.
 */
public final class CapXml {
  public static final String NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";

  /**
   * The radius of a station's circle, in km: an engineering default; a METAR's "vicinity" ends at 8
   * to 16 km.
   */
  public static final int DEFAULT_RADIUS_KM = 10;

  private static final int HEADLINE_LENGTH = 160; // recommended in CAP 1.2, 3.2.2

  private CapXml() {}

  /**
   * The record as an XML document.
   *
   * @param radiusKm of the circle around each station whose position is known
   * @throws IllegalArgumentException if its identifier, incident or sender holds a character that
   *     CAP forbids there
   */
  public static String render(Alert alert, int radiusKm) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      new Writer(xml, radiusKm).alert(alert);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("in-memory write failed", e);
    }
    return text.append('\n').toString();
  }

  /** Writes each element on its own line. */
  private static final class Writer {
    private final XMLStreamWriter xml;
    private final int radiusKm;
    private int depth;

    private Writer(XMLStreamWriter xml, int radiusKm) {
      this.xml = xml;
      this.radiusKm = radiusKm;
    }

    private void alert(Alert alert) throws XMLStreamException {
      xml.writeCharacters("\n");
      xml.writeStartElement("alert");
      xml.writeDefaultNamespace(NAMESPACE);
      depth++;
      element("identifier", CapText.name("identifier", alert.identifier()));
      element("sender", CapText.name("sender", alert.sender()));
      element("sent", CapText.time(alert.sentMillis()));
      element("status", alert.status().code());
      element("msgType", alert.msgType().code());
      element("scope", alert.scope().code());
      if (alert.scope() == Scope.RESTRICTED) {
        element("restriction", "For those to whom " + alert.sender() + " sends it.");
      }
      if (alert.scope() == Scope.PRIVATE) {
        element("addresses", alert.sender());
      }
      optional("note", note(alert));
      if (!alert.references().isEmpty()) {
        element(
            "references",
            alert.references().stream().map(Writer::reference).collect(Collectors.joining(" ")));
      }
      element("incidents", CapText.name("incidents", alert.incidentId()));
      info(alert);
      depth--;
      indent();
      xml.writeEndElement();
    }

    /** CAP requires the name of an exercise in the note. */
    private static @Nullable String note(Alert alert) {
      String note = alert.note();
      if (alert.status() != Status.EXERCISE) {
        return note;
      }
      String exercise = "Exercise of " + alert.sender();
      return note == null || note.isBlank() ? exercise : exercise + ". " + note;
    }

    private static String reference(AlertReference reference) {
      return "%s,%s,%s"
          .formatted(
              CapText.name("references", reference.sender()),
              CapText.name("references", reference.identifier()),
              CapText.time(reference.sentMillis()));
    }

    private void info(Alert alert) throws XMLStreamException {
      Message message = alert.message();
      start("info");
      optional("language", message.labels().get(Message.LANGUAGE));
      element("category", message.category().code());
      element("event", message.event().isBlank() ? alert.rule() : message.event());
      element("responseType", alert.responseType().code());
      element("urgency", message.urgency().code());
      element("severity", message.severity().code());
      element("certainty", message.certainty().code());
      element("onset", CapText.time(alert.onsetMillis()));
      element("expires", CapText.time(alert.expiresMillis()));
      optional("headline", CapText.shorten(message.headline(), HEADLINE_LENGTH));
      optional("description", message.description());
      optional("instruction", message.instruction());
      named("parameter", "rule", alert.rule());
      named("parameter", "rule-version", alert.ruleVersion());
      named("parameter", "sequence", String.valueOf(alert.sequence()));
      named("parameter", "reason", alert.reason().name().toLowerCase(Locale.ROOT));
      if (alert.provisionalUntilMillis() != 0) {
        named("parameter", "provisional-until", CapText.time(alert.provisionalUntilMillis()));
      }
      named("parameter", "matches", String.valueOf(alert.matches()));
      named("parameter", "suppressed", String.valueOf(alert.suppressed()));
      if (Double.isFinite(alert.peak())) {
        named("parameter", "peak", CapText.number(alert.peak()));
      }
      for (Map.Entry<String, String> entry : new TreeMap<>(alert.incidentBy()).entrySet()) {
        named("parameter", "by." + entry.getKey(), entry.getValue());
      }
      for (Map.Entry<String, String> entry : new TreeMap<>(message.labels()).entrySet()) {
        if (!entry.getKey().equals(Message.LANGUAGE)) {
          named("parameter", "label." + entry.getKey(), entry.getValue());
        }
      }
      for (StepEvidence step : alert.evidence()) {
        for (Measured measured : step.measured()) {
          named("parameter", "measured." + step.step(), measured(measured));
        }
      }
      area(alert);
      end();
    }

    /** Such as {@code fall(pressure_hpa, "3h") = 7.2 hPa >= 6 hPa; 1013.2 at TIME}. */
    private static String measured(Measured measured) {
      String unit = measured.unit().symbol();
      StringBuilder text = new StringBuilder(measured.expression()).append(" = ");
      if (measured.text() != null) {
        text.append(measured.text());
      } else if (Double.isFinite(measured.value())) {
        text.append(amount(measured.value(), unit));
      } else {
        text.append("missing");
      }
      Measured.Limit limit = measured.limit();
      if (limit != null) {
        text.append(' ').append(limit.operator()).append(' ').append(amount(limit.value(), unit));
      }
      Measured.Extreme extreme = measured.extreme();
      if (extreme != null) {
        text.append("; ")
            .append(CapText.number(extreme.value()))
            .append(" at ")
            .append(CapText.time(extreme.timeMillis()));
      }
      return text.toString();
    }

    private static String amount(double value, String unit) {
      return unit.isEmpty() ? CapText.number(value) : CapText.number(value) + " " + unit;
    }

    private void area(Alert alert) throws XMLStreamException {
      start("area");
      element("areaDesc", alert.areaDesc().isBlank() ? "unknown" : alert.areaDesc());
      for (AlertPlace place : alert.places()) {
        if (isPosition(place)) {
          element(
              "circle",
              "%s,%s %d"
                  .formatted(
                      CapText.number(place.latitude()),
                      CapText.number(place.longitude()),
                      radiusKm));
        }
      }
      for (AlertPlace place : alert.places()) {
        named("geocode", "station_id", place.stationId());
      }
      end();
    }

    /** Feeds write 0 degrees north and east for a station whose position they do not know. */
    private static boolean isPosition(AlertPlace place) {
      return Math.abs(place.latitude()) <= 90
          && Math.abs(place.longitude()) <= 180
          && !(place.latitude() == 0 && place.longitude() == 0);
    }

    private void named(String element, String name, String value) throws XMLStreamException {
      if (value.isBlank()) {
        return;
      }
      start(element);
      element("valueName", name);
      element("value", value);
      end();
    }

    private void optional(String name, @Nullable String value) throws XMLStreamException {
      if (value != null && !value.isBlank()) {
        element(name, value);
      }
    }

    private void element(String name, String value) throws XMLStreamException {
      indent();
      xml.writeStartElement(name);
      xml.writeCharacters(CapText.clean(value));
      xml.writeEndElement();
    }

    private void start(String name) throws XMLStreamException {
      indent();
      xml.writeStartElement(name);
      depth++;
    }

    private void end() throws XMLStreamException {
      depth--;
      indent();
      xml.writeEndElement();
    }

    private void indent() throws XMLStreamException {
      xml.writeCharacters("\n" + "  ".repeat(depth));
    }
  }
}
