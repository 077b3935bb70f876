package io.petrel.wire.cap;

import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Checks a CAP 1.2 message: against the schema, and against those rules of the standard's text that
 * a schema cannot say.
 */
public final class CapValidation {
  private static final Pattern NAME = Pattern.compile("[^\\s,<&]+");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d");
  private static final Pattern CIRCLE =
      Pattern.compile("(-?\\d+(?:\\.\\d+)?),(-?\\d+(?:\\.\\d+)?) (\\d+(?:\\.\\d+)?)");
  private static final Schema SCHEMA = schema();

  private CapValidation() {}

  /** The faults of a message; empty if it is valid. */
  public static List<String> faults(String message) {
    List<String> faults = new ArrayList<>();
    Document document = parse(message, faults);
    if (faults.isEmpty()) {
      checkText(document.getDocumentElement(), faults);
    }
    return faults;
  }

  /** The text of the first element of that name. */
  public static String text(String message, String element) {
    List<String> texts = texts(parse(message, new ArrayList<>()).getDocumentElement(), element);
    return texts.isEmpty() ? null : texts.get(0);
  }

  private static void checkText(Element alert, List<String> faults) {
    for (String name : List.of("identifier", "sender")) {
      require(NAME.matcher(only(alert, name)).matches(), name + ": " + only(alert, name), faults);
    }
    for (String name : List.of("sent", "effective", "onset", "expires")) {
      texts(alert, name).forEach(time -> require(isTime(time), name + ": " + time, faults));
    }
    String scope = only(alert, "scope");
    require(
        scope.equals("Restricted") == (only(alert, "restriction") != null),
        "restriction goes with scope Restricted",
        faults);
    require(
        scope.equals("Private") == (only(alert, "addresses") != null),
        "addresses go with scope Private",
        faults);
    require(
        !only(alert, "status").equals("Exercise") || only(alert, "note").startsWith("Exercise of "),
        "an exercise is named in note",
        faults);
    checkReferences(alert, faults);
    String incidents = only(alert, "incidents");
    require(incidents == null || NAME.matcher(incidents).matches(), "incidents", faults);
    for (String headline : texts(alert, "headline")) {
      require(headline.codePointCount(0, headline.length()) <= 160, "headline length", faults);
    }
    require(
        !OffsetDateTime.parse(only(alert, "expires"))
            .isBefore(OffsetDateTime.parse(only(alert, "sent"))),
        "expires before it is sent",
        faults);
    require(
        !only(alert, "responseType").equals("AllClear") || only(alert, "urgency").equals("Past"),
        "an all-clear is past",
        faults);
    texts(alert, "circle").forEach(circle -> require(isCircle(circle), circle, faults));
  }

  private static void checkReferences(Element alert, List<String> faults) {
    String references = only(alert, "references");
    boolean first = only(alert, "msgType").equals("Alert");
    require(first == (references == null), "references go with Update and Cancel", faults);
    if (references == null) {
      return;
    }
    for (String triple : references.split("\\s+")) {
      String[] parts = triple.split(",", -1);
      require(
          parts.length == 3
              && NAME.matcher(parts[0]).matches()
              && NAME.matcher(parts[1]).matches()
              && isTime(parts[2])
              && !parts[1].equals(only(alert, "identifier")),
          "reference " + triple,
          faults);
    }
  }

  private static boolean isTime(String text) {
    return TIME.matcher(text).matches() && !text.endsWith("+00:00");
  }

  private static boolean isCircle(String text) {
    var matcher = CIRCLE.matcher(text);
    return matcher.matches()
        && Math.abs(Double.parseDouble(matcher.group(1))) <= 90
        && Math.abs(Double.parseDouble(matcher.group(2))) <= 180;
  }

  private static String only(Element alert, String name) {
    List<String> texts = texts(alert, name);
    return texts.isEmpty() ? null : texts.get(0);
  }

  private static List<String> texts(Element alert, String name) {
    NodeList nodes = alert.getElementsByTagNameNS(CapXml.NAMESPACE, name);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static void require(boolean holds, String fault, List<String> faults) {
    if (!holds) {
      faults.add(fault);
    }
  }

  private static Document parse(String message, List<String> faults) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setSchema(SCHEMA);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Collecting(faults));
      return builder.parse(new InputSource(new StringReader(message)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError(message, e);
    }
  }

  private static Schema schema() {
    try {
      URL file = CapValidation.class.getResource("/cap/cap-1.2-check.xsd");
      return SchemaFactory.newDefaultInstance().newSchema(file);
    } catch (SAXException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private record Collecting(List<String> faults) implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {
      faults.add(e.getMessage());
    }

    @Override
    public void error(SAXParseException e) {
      faults.add(e.getMessage());
    }

    @Override
    public void fatalError(SAXParseException e) {
      faults.add(e.getMessage());
    }
  }
}
