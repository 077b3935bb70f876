package io.petrel.diagram;

import io.petrel.diagram.Row.Box;
import io.petrel.diagram.Row.Kind;
import io.petrel.diagram.Row.Link;
import io.petrel.diagram.Row.Open;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Rule;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A pattern as an SVG of its own, without scripts, fonts or links. Colours follow the reader's
 * light or dark setting.
 */
public final class SvgDiagram {
  private static final int WIDTH = 720;
  private static final int MARGIN = 24;
  private static final int INDENT = 20;
  private static final int LINE = 19;
  private static final int HEAD = 30;
  private static final int LINK = 42;
  private static final double CHARACTER = 7.85;

  private static final String STYLE =
      """
      svg { background: #ffffff; color: #1b2430; --line: #5b6b7d; --box: #f3f6fa; --step: #1f6feb;
        --absent: #b42318; --alert: #b54708; --alertbox: #fff6e8; --soft: #56657a; }
      @media (prefers-color-scheme: dark) { svg { background: #10161f; color: #e6edf3; --line: #8b9bb0;
        --box: #1a2330; --step: #6cb0ff; --absent: #ff8a80; --alert: #ffb35c; --alertbox: #2b2213;
        --soft: #a3b1c2; } }
      text { font: 13px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: currentColor; }
      .head { font: 600 18px system-ui, 'DejaVu Sans', sans-serif; }
      .name { font: 600 14px system-ui, 'DejaVu Sans', sans-serif; }
      .soft { font: 13px system-ui, 'DejaVu Sans', sans-serif; fill: var(--soft); }
      .box { fill: var(--box); stroke: var(--step); stroke-width: 1.5; }
      .optional { stroke-dasharray: 6 4; }
      .absent { stroke: var(--absent); stroke-dasharray: 2 4; }
      .alert { fill: var(--alertbox); stroke: var(--alert); stroke-width: 2; }
      .group { fill: none; stroke: var(--line); stroke-width: 1.2; }
      .link { stroke: var(--line); stroke-width: 2; fill: none; }
      .relaxed { stroke-dasharray: 3 5; }
      .tip { fill: var(--line); }
      """;

  private final StringWriter body = new StringWriter();
  private final XMLStreamWriter xml;
  private final Deque<Integer> groups = new ArrayDeque<>();
  private int y = MARGIN;

  private SvgDiagram() throws XMLStreamException {
    xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(body);
  }

  /** The document. */
  public static String of(Rule rule) {
    try {
      SvgDiagram picture = new SvgDiagram();
      picture.draw(rule);
      return picture.document(rule);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("in-memory write failed", e);
    }
  }

  private String document(Rule rule) throws XMLStreamException {
    StringWriter text = new StringWriter();
    XMLStreamWriter whole = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    whole.writeStartDocument("UTF-8", "1.0");
    whole.writeCharacters("\n");
    whole.writeStartElement("svg");
    whole.writeDefaultNamespace("http://www.w3.org/2000/svg");
    whole.writeAttribute("viewBox", String.format(Locale.ROOT, "0 0 %d %d", WIDTH, y + MARGIN));
    whole.writeAttribute("width", String.valueOf(WIDTH));
    whole.writeAttribute("height", String.valueOf(y + MARGIN));
    whole.writeAttribute("role", "img");
    element(whole, "title", rule.text().title());
    element(whole, "desc", String.join("; ", PatternWords.lines(rule)));
    element(whole, "style", STYLE);
    whole.flush();
    whole.writeCharacters("\n");
    text.append(body.getBuffer());
    whole.writeEndElement();
    whole.writeEndDocument();
    return text + "\n";
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private void draw(Rule rule) throws XMLStreamException {
    for (String line : Wrapping.lines(rule.text().title(), 60)) {
      text(MARGIN, y + 16, "head", line);
      y += 26;
    }
    for (String caption : Row.captions(rule)) {
      for (String line : Wrapping.lines(caption, 84)) {
        text(MARGIN, y + 12, "soft", line);
        y += LINE;
      }
    }
    y += 10;
    for (Row row : Row.of(rule)) {
      if (row instanceof Box box) {
        box(box);
      } else if (row instanceof Link link) {
        link(link);
      } else if (row instanceof Open open) {
        text(left(open.depth()) + 12, y + 20, "name", open.title());
        end(open.depth(), y + 20, open.badge());
        groups.push(y);
        y += HEAD + 4;
      } else {
        y += 12;
        int top = groups.pop();
        rect("group", row.depth(), top, y - top);
      }
    }
  }

  private void box(Box box) throws XMLStreamException {
    int columns = (int) ((width(box.depth()) - 28) / CHARACTER);
    List<String> lines =
        box.texts().stream().flatMap(text -> Wrapping.lines(text, columns).stream()).toList();
    int height = HEAD + lines.size() * LINE + 8;
    rect(style(box.kind()), box.depth(), y, height);
    int left = left(box.depth()) + 14;
    text(left, y + 21, "name", box.kind() == Kind.ABSENT ? "✗ " + box.title() : box.title());
    end(box.depth(), y + 21, box.badge());
    int at = y + HEAD + 12;
    for (String line : lines) {
      text(left, at, "code", line);
      at += LINE;
    }
    y += height;
  }

  private static String style(Kind kind) {
    return switch (kind) {
      case STEP -> "box";
      case OPTIONAL -> "box optional";
      case ABSENT -> "box absent";
      case ALERT -> "alert";
    };
  }

  private void link(Link link) throws XMLStreamException {
    int x = left(link.depth()) + 34;
    xml.writeEmptyElement("path");
    xml.writeAttribute("class", link.follows() == Contiguity.STRICT ? "link" : "link relaxed");
    xml.writeAttribute("d", String.format(Locale.ROOT, "M%d %dV%d", x, y, y + LINK - 9));
    xml.writeEmptyElement("path");
    xml.writeAttribute("class", "tip");
    xml.writeAttribute("d", String.format(Locale.ROOT, "M%d %dh12l-6 9z", x - 6, y + LINK - 10));
    xml.writeCharacters("\n");
    if (!link.text().isEmpty()) {
      text(x + 14, y + LINK / 2 + 3, "soft", link.text());
    }
    y += LINK;
  }

  private void rect(String style, int depth, int top, int height) throws XMLStreamException {
    xml.writeEmptyElement("rect");
    xml.writeAttribute("class", style);
    xml.writeAttribute("x", String.valueOf(left(depth)));
    xml.writeAttribute("y", String.valueOf(top));
    xml.writeAttribute("width", String.valueOf(width(depth)));
    xml.writeAttribute("height", String.valueOf(height));
    xml.writeAttribute("rx", "8");
    xml.writeCharacters("\n");
  }

  private void end(int depth, int baseline, String text) throws XMLStreamException {
    if (!text.isEmpty()) {
      xml.writeStartElement("text");
      xml.writeAttribute("text-anchor", "end");
      write(left(depth) + width(depth) - 14, baseline, "soft", text);
    }
  }

  private void text(int x, int baseline, String style, String text) throws XMLStreamException {
    xml.writeStartElement("text");
    write(x, baseline, style, text);
  }

  private void write(int x, int baseline, String style, String text) throws XMLStreamException {
    xml.writeAttribute("class", style);
    xml.writeAttribute("x", String.valueOf(x));
    xml.writeAttribute("y", String.valueOf(baseline));
    xml.writeAttribute("xml:space", "preserve");
    xml.writeCharacters(text);
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  private static int left(int depth) {
    return MARGIN + depth * INDENT;
  }

  private static int width(int depth) {
    return WIDTH - 2 * left(depth);
  }
}
