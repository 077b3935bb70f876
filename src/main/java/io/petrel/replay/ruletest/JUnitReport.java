package io.petrel.replay.ruletest;

import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results as JUnit XML, one suite for each file. Not thread-safe. */
public final class JUnitReport {
  private final List<Suite> suites = new ArrayList<>();

  private record Suite(List<RuleTestResult> results, Duration took) {}

  /** Adds the results of a file. */
  public void add(List<RuleTestResult> results, Duration took) {
    if (!results.isEmpty()) {
      suites.add(new Suite(List.copyOf(results), took));
    }
  }

  /** The report. */
  public String xml() {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (Suite suite : suites) {
        write(suite, xml);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("in-memory write failed", e);
    }
    return text + "\n";
  }

  private static void write(Suite suite, XMLStreamWriter xml) throws XMLStreamException {
    List<RuleTestResult> results = suite.results();
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", results.get(0).file().name());
    xml.writeAttribute("tests", String.valueOf(results.size()));
    xml.writeAttribute(
        "failures", String.valueOf(results.stream().filter(result -> !result.passed()).count()));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", "0");
    xml.writeAttribute("time", seconds(suite.took()));
    for (RuleTestResult result : results) {
      xml.writeCharacters("\n    ");
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", result.file().rule());
      xml.writeAttribute("name", printable(result.test().name()));
      xml.writeAttribute("time", seconds(result.took()));
      if (!result.passed()) {
        writeFailure(result, xml);
      }
      xml.writeEndElement();
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void writeFailure(RuleTestResult result, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("failure");
    xml.writeAttribute("message", printable(result.differences().get(0).what()));
    StringBuilder text = new StringBuilder();
    for (Mismatch difference : result.differences()) {
      text.append(
          "%s (%s:%d)%n  exp: %s%n  got: %s%n"
              .formatted(
                  difference.what(),
                  result.file().name(),
                  difference.line(),
                  difference.expected(),
                  difference.got()));
    }
    xml.writeCharacters(printable(text.toString()));
    xml.writeEndElement();
  }

  /** XML 1.0 does not allow control characters. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }
}
